// Looking closer at the map: buttons, keys, a drag, a pinch, and the wheel with Ctrl held.

const CLOSEST = 6;
let fitMap, isDragging;

function startPanZoom() {
  const canvas = byId("canvas");
  const whole = new Map(maps().map((map) => [map, map.viewBox.baseVal]).map(([map, box]) => [
    map, { x: box.x, y: box.y, width: box.width, height: box.height },
  ]));
  const pointers = new Map();
  let view, moved = 0, apart = 0;

  function show() {
    shownMap().setAttribute("viewBox", `${view.x} ${view.y} ${view.width} ${view.height}`);
  }

  function zoom(factor, clientX, clientY) {
    const all = whole.get(shownMap()), place = canvas.getBoundingClientRect();
    const width = Math.min(Math.max(view.width / factor, all.width / CLOSEST), all.width * 1.5);
    const scale = width / view.width;
    const atX = clientX === undefined ? 0.5 : (clientX - place.left) / place.width;
    const atY = clientY === undefined ? 0.5 : (clientY - place.top) / place.height;
    view = {
      x: view.x + view.width * (1 - scale) * atX, y: view.y + view.height * (1 - scale) * atY,
      width, height: view.height * scale,
    };
    show();
  }

  /** By shares of what is seen. */
  function pan(right, down) {
    const all = whole.get(shownMap());
    const within = (value, from, to) => Math.min(Math.max(value, from), to);
    view.x = within(view.x + right * view.width, all.x - view.width * 0.8, all.x + all.width - view.width * 0.2);
    view.y = within(view.y + down * view.height, all.y - view.height * 0.8, all.y + all.height - view.height * 0.2);
    show();
  }

  fitMap = () => {
    view = { ...whole.get(shownMap()) };
    show();
  };
  isDragging = () => moved > 4;

  byId("zoom-in").addEventListener("click", () => zoom(1.3));
  byId("zoom-out").addEventListener("click", () => zoom(1 / 1.3));
  byId("zoom-fit").addEventListener("click", fitMap);
  addEventListener("beforeprint", fitMap);
  canvas.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoom(event.deltaY < 0 ? 1.15 : 1 / 1.15, event.clientX, event.clientY);
  }, { passive: false });
  const keys = {
    "+": () => zoom(1.3), "=": () => zoom(1.3), "-": () => zoom(1 / 1.3), 0: fitMap,
    ArrowLeft: () => pan(-0.1, 0), ArrowRight: () => pan(0.1, 0), ArrowUp: () => pan(0, -0.1), ArrowDown: () => pan(0, 0.1),
  };
  canvas.addEventListener("keydown", (event) => {
    if (!Object.hasOwn(keys, event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    keys[event.key]();
  });
  canvas.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "mouse" && event.button !== 0) return;
    pointers.set(event.pointerId, event);
    moved = 0;
    apart = 0;
  });
  canvas.addEventListener("pointermove", (event) => {
    const before = pointers.get(event.pointerId);
    if (!before) return;
    pointers.set(event.pointerId, event);
    const place = canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - before.clientX, event.clientY - before.clientY];
    moved += Math.abs(x) + Math.abs(y);
    if (pointers.size === 2) {
      const [one, other] = [...pointers.values()];
      const now = Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
      if (apart) zoom(now / apart, (one.clientX + other.clientX) / 2, (one.clientY + other.clientY) / 2);
      apart = now;
    } else if (isDragging() && (event.pointerType === "mouse" || view.width < whole.get(shownMap()).width)) {
      canvas.classList.add("dragged");
      pan(-x / place.width, -y / place.height);
    }
  });
  const lift = (event) => {
    pointers.delete(event.pointerId);
    canvas.classList.remove("dragged");
  };
  addEventListener("pointerup", lift);
  addEventListener("pointercancel", lift);
  fitMap();
}
