// The optional host: a program of the package that writes the recording into a folder while it is made.
//
// Storage stays the place where events are safe: the host's file follows a few seconds behind, and is replaced by
// the whole, sealed one when the recording is stopped.

import { after, assemble, headerLine, lineOf, ordered } from "./assemble.js";
import { latest, load } from "./stored.js";

const NAME = "com.ledgerium.recorder";
const SETTLED_MS = 3000; // by then an event is told as it stays, and those of other tabs have arrived
const AFTER_MS = SETTLED_MS + 500;
const { local, session } = chrome.storage;

let port = null;
let asked = []; // who waits for an answer, in order
let written = null; // {recording, until, count, shown}: what the file has; {documents, later}: what was read beside

/** Open the pipe. The browser starts the program, and keeps the worker alive while it stands. */
function connect() {
  port = chrome.runtime.connectNative(NAME);
  port.onMessage.addListener((answer) => asked.shift()?.resolve(answer));
  port.onDisconnect.addListener(() => {
    const reason = chrome.runtime.lastError?.message ?? "";
    const waiting = asked;
    port = written = null;
    asked = [];
    for (const { reject } of waiting) reject(new Error(reason));
  });
}

/** `{lines}` when it is on the disk. Throws where the host is not there or cannot write. */
async function ask(message) {
  if (!port) connect();
  const answer = await new Promise((resolve, reject) => {
    asked.push({ resolve, reject });
    port.postMessage(message);
  });
  if (answer.error) throw new Error(answer.error);
  return answer;
}

const isSettled = (until) => ({ event }) => event.utc_ms <= until;

/** What the file has after `lines`: of what was read, it has yet to tell what was not settled. */
function remember({ header }, until, lines, { entries, ...documents }) {
  const later = entries.filter((entry) => !isSettled(until)(entry));
  written = { recording: header.recording, until, ...after(lines, written ?? undefined), documents, later };
}

async function openFile(recording, until) {
  const found = await load(recording.header.recording);
  const lines = ordered(found.entries.filter(isSettled(until)), found);
  await ask({ open: recording.header.recording, text: [headerLine(recording.header), ...lines].map(lineOf).join("") });
  written = null;
  remember(recording, until, lines, found);
}

async function append(recording, until) {
  const { entries, ...documents } = await load(recording.header.recording, written.documents);
  const found = { entries: latest([...written.later, ...entries]), ...documents };
  const news = found.entries.filter((entry) => isSettled(until)(entry) && !isSettled(written.until)(entry));
  if (!news.length) return;
  const lines = ordered(news, documents, written);
  await ask({ append: recording.header.recording, text: lines.map(lineOf).join("") });
  remember(recording, until, lines, found);
}

async function finish(recording) {
  await ask({ finish: recording.header.recording, text: await assemble(recording, await load(recording.header.recording)) });
  written = null;
  port?.disconnect();
  port = null;
}

/** Bring the file up to now. What goes wrong is told on the recorder's page; recording goes on. */
const follow = () =>
  navigator.locks.request("host", async () => {
    const { recording, host } = await local.get(["recording", "host"]);
    if (!host || !recording) return;
    try {
      if (recording.state === "stopped") await finish(recording);
      else if (written?.recording === recording.header.recording) await append(recording, Date.now() - SETTLED_MS);
      else await openFile(recording, Date.now() - SETTLED_MS);
      await session.remove("hostFailed");
    } catch (error) {
      await session.set({ hostFailed: error.message });
    }
  });

let due = null;
let heard = 0; // when something was stored last

function followSoon() {
  due ??= setTimeout(async () => {
    const from = Date.now();
    due = null;
    await follow();
    if (heard > from - AFTER_MS) followSoon(); // that had not settled yet
  }, AFTER_MS);
}

/** Something was stored: follow when it has settled. */
export function hear(changes) {
  const isStopped = changes.recording?.newValue?.state === "stopped" && !changes.recording.newValue.saved;
  if (isStopped) return void follow();
  if (!changes.recording && !Object.keys(changes).some((key) => key.startsWith("event|"))) return;
  heard = Date.now();
  followSoon();
}

/** Whether the host answers: null, or why not. Started and ended for the question alone. */
export async function tryHost() {
  try {
    await ask({});
  } catch (error) {
    const isThere = Boolean(port); // it answered that it does not know the question
    port?.disconnect();
    port = null;
    return isThere ? null : error.message;
  }
  return null;
}
