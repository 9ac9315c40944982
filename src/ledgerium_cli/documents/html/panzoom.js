// Looking closer at the map: buttons, keys, a drag, a pinch, and the wheel with Ctrl held.

/** Points of the map to a pixel: at the closest, of the whole at the farthest, the most that can be read, and how it is
 *  looked at first when all of it cannot be read. A map of more points than the last needs more than a sheet. */
const CLOSEST = 0.3, FARTHEST = 1.5, READABLE = 1.5, AT_FIRST = 1.1, TALL = 2200;

let lookAtMap, isDragging;

function startPanZoom() {
  const canvas = byId("canvas");
  const whole = new Map(maps().map((map) => {
    const { x, y, width, height } = map.viewBox.baseVal;
    map.classList.toggle("tall", height > TALL);
    return [map, { x, y, width, height }];
  }));
  const pointers = new Map();
  let view, moved = 0, apart = 0;

  const show = () => shownMap().setAttribute("viewBox", `${view.x} ${view.y} ${view.width} ${view.height}`);
  const wide = () => canvas.clientWidth || 1;
  const high = () => canvas.clientHeight || 1;

  /** As high as the map needs at its natural size, and no higher than most of the window. */
  function setHeight() {
    const { width, height } = whole.get(shownMap());
    const natural = height * Math.min(1.25, wide() / width);
    canvas.style.height = `${Math.round(Math.min(Math.max(natural, 240), innerHeight * 0.78))}px`;
  }

  function seeAll() {
    const all = whole.get(shownMap());
    const scale = Math.max(all.width / wide(), all.height / high());
    view = { width: wide() * scale, height: high() * scale };
    view.x = all.x - (view.width - all.width) / 2;
    view.y = all.y - (view.height - all.height) / 2;
    show();
  }

  /** All of it where that can be read, else where it begins. */
  lookAtMap = () => {
    setHeight();
    seeAll();
    if (view.width / wide() <= READABLE) return;
    const start = shownMap().querySelector(".end rect"), all = whole.get(shownMap());
    view = { width: wide() * AT_FIRST, height: high() * AT_FIRST, x: 0, y: all.y };
    view.x = all.width <= view.width ? all.x - (view.width - all.width) / 2
      : Number(start.getAttribute("x")) + Number(start.getAttribute("width")) / 2 - view.width / 2;
    show();
  };

  function zoom(factor, clientX, clientY) {
    const all = whole.get(shownMap()), place = canvas.getBoundingClientRect();
    const most = Math.max(all.width / wide(), all.height / high()) * FARTHEST;
    const scale = Math.min(Math.max(view.width / wide() / factor, CLOSEST), Math.max(most, READABLE)) / (view.width / wide());
    const atX = clientX === undefined ? 0.5 : (clientX - place.left) / place.width;
    const atY = clientY === undefined ? 0.5 : (clientY - place.top) / place.height;
    view.x += view.width * (1 - scale) * atX;
    view.y += view.height * (1 - scale) * atY;
    view.width *= scale;
    view.height *= scale;
    show();
  }

  /** By shares of what is seen; some of the map stays in sight. */
  function pan(right, down) {
    const all = whole.get(shownMap());
    const within = (value, from, to) => Math.min(Math.max(value, from), to);
    view.x = within(view.x + right * view.width, all.x - view.width * 0.8, all.x + all.width - view.width * 0.2);
    view.y = within(view.y + down * view.height, all.y - view.height * 0.8, all.y + all.height - view.height * 0.2);
    show();
  }

  isDragging = () => moved > 4;

  byId("zoom-in").addEventListener("click", () => zoom(1.3));
  byId("zoom-out").addEventListener("click", () => zoom(1 / 1.3));
  byId("zoom-fit").addEventListener("click", seeAll);
  addEventListener("resize", () => lookAtMap());
  addEventListener("beforeprint", () => {
    for (const [map, all] of whole) map.setAttribute("viewBox", `${all.x} ${all.y} ${all.width} ${all.height}`);
  });
  addEventListener("afterprint", () => lookAtMap());
  canvas.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoom(event.deltaY < 0 ? 1.15 : 1 / 1.15, event.clientX, event.clientY);
  }, { passive: false });
  const keys = {
    "+": () => zoom(1.3), "=": () => zoom(1.3), "-": () => zoom(1 / 1.3), 0: seeAll,
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
    const [x, y] = [event.clientX - before.clientX, event.clientY - before.clientY];
    moved += Math.abs(x) + Math.abs(y);
    if (pointers.size === 2) {
      const [one, other] = [...pointers.values()];
      const now = Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
      if (apart) zoom(now / apart, (one.clientX + other.clientX) / 2, (one.clientY + other.clientY) / 2);
      apart = now;
    } else if (isDragging()) {
      canvas.classList.add("dragged");
      pan(-x / wide(), -y / high());
    }
  });
  const lift = (event) => {
    pointers.delete(event.pointerId);
    canvas.classList.remove("dragged");
  };
  addEventListener("pointerup", lift);
  addEventListener("pointercancel", lift);
  lookAtMap();
}
