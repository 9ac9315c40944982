@chcp 65001 >nul
@"/work/recorder/.venv/bin/python" -m ledgerium_cli.recorder.host "/tmp/pytest-of-root/pytest-22/popen-gw1/test_on_windows_every_browser_0/recordings"
