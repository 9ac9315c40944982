// Pan and zoom of the map: by buttons, keys, drag, pinch, and the wheel with Ctrl held.

/** Scales, in points of the map per pixel: the closest, the farthest relative to the whole, the largest that is still
 *  readable, and one for reading. A map higher than TALL points needs more than one sheet of paper, one wider than BROAD
 *  a whole one across, and one higher than HIGH or wider than WIDE a whole one, since it could not be read in a column. */
const CLOSEST = 0.3, FARTHEST = 1.5, READABLE = 1.5, TO_READ = 1.1, TALL = 2200, BROAD = 1400, HIGH = 1240, WIDE = 1090;
/** The smallest scale at which the whole is shown, and the margin around it in points. */
const NATURAL = 0.8, AROUND = 12;

let lookAtMap, isDragging;

function startPanZoom() {
  if (!maps().length) return;
  const canvas = byId("canvas");
  const whole = new Map(maps().map((map) => {
    const { x, y, width, height } = map.viewBox.baseVal;
    map.classList.toggle("tall", height > TALL);
    map.classList.toggle("broad", width > BROAD);
    map.classList.toggle("large", height > HIGH || width > WIDE);
    return [map, { x, y, width, height }];
  }));
  const pointers = new Map();
  /** The upper left corner of the visible part, and points per pixel. */
  let x = 0, y = 0, scale = 1, isWhole = true, isFirst = true, isPrinted = false;
  let moved = 0, apart = 0;

  const wide = () => canvas.clientWidth || 1;
  const high = () => canvas.clientHeight || 1;
  const within = (value, from, to) => Math.min(Math.max(value, from), to);

  /** Shows the view. A map that somebody looks at in part is dragged by one finger; before that, and over one seen whole,
   *  the page scrolls. */
  function show(all = false, first = false) {
    isWhole = all;
    isFirst = first;
    canvas.classList.toggle("closer", !all && !first);
    byId("zoom-fit").classList.toggle("advised", !all);
    byId("zoom-read").classList.toggle("advised", all && scale > READABLE);
    shownMap().setAttribute("viewBox", `${x} ${y} ${wide() * scale} ${high() * scale}`);
  }

  /** The bounds of what is visible: hidden paths leave their space empty. */
  function drawn() {
    const boxes = all(".lane, .end:not(.rare), .box:not(.rare), .arrow:not(.rare)", shownMap()).map((one) => one.getBBox());
    const [left, top] = ["x", "y"].map((side) => Math.min(...boxes.map((one) => one[side])) - AROUND);
    return {
      left, top,
      width: Math.max(...boxes.map((one) => one.x + one.width)) + AROUND - left,
      height: Math.max(...boxes.map((one) => one.y + one.height)) + AROUND - top,
    };
  }

  /** Makes the canvas as high as the map needs at this scale, at most 78 % of the window. */
  function setHeight(height) {
    canvas.style.height = `${Math.round(within(height / scale, 240, innerHeight * 0.78))}px`;
  }

  function seeAll() {
    const { left, top, width, height } = drawn();
    scale = Math.max(NATURAL, width / wide());
    setHeight(height);
    scale = Math.max(scale, height / high());
    x = left - (wide() * scale - width) / 2;
    y = top - (high() * scale - height) / 2;
    show(true);
  }

  /** The whole where it can be read, else its start at a scale at which it can. */
  function seeFirst() {
    seeAll();
    if (scale > READABLE) read(true);
    else isFirst = true;
  }

  /** Zooms to a readable scale, at the start of the process. */
  function read(first = false) {
    const { left, top, width, height } = drawn(), start = shownMap().querySelector(":is(.end, .box):not(.rare)").getBBox();
    scale = TO_READ;
    setHeight(height);
    x = width <= wide() * scale ? left - (wide() * scale - width) / 2
      : within(start.x + start.width / 2 - (wide() * scale) / 2, left, left + width - wide() * scale);
    y = top;
    show(false, first);
  }

  lookAtMap = seeFirst;

  function zoom(factor, clientX, clientY) {
    const all = whole.get(shownMap()), place = canvas.getBoundingClientRect(), before = scale;
    const most = Math.max(all.width / wide(), all.height / high()) * FARTHEST;
    scale = within(scale / factor, CLOSEST, Math.max(most, READABLE));
    x += (before - scale) * wide() * (clientX === undefined ? 0.5 : (clientX - place.left) / place.width);
    y += (before - scale) * high() * (clientY === undefined ? 0.5 : (clientY - place.top) / place.height);
    show();
  }

  /** Pans by fractions of the visible part; some of the map always stays visible. */
  function pan(right, down) {
    const all = whole.get(shownMap()), width = wide() * scale, height = high() * scale;
    x = within(x + right * width, all.x - width * 0.8, all.x + all.width - width * 0.2);
    y = within(y + down * height, all.y - height * 0.8, all.y + all.height - height * 0.2);
    show();
  }

  /** Scrolls to a step that gets the keyboard focus. */
  function bringIntoSight(box) {
    const place = box.getBBox(), width = wide() * scale, height = high() * scale;
    if (place.x >= x && place.y >= y && place.x + place.width <= x + width && place.y + place.height <= y + height) return;
    x = place.x + place.width / 2 - width / 2;
    y = place.y + place.height / 2 - height / 2;
    show();
  }

  isDragging = () => moved > 4;

  byId("zoom-in").addEventListener("click", () => zoom(1.3));
  byId("zoom-out").addEventListener("click", () => zoom(1 / 1.3));
  byId("zoom-fit").addEventListener("click", seeAll);
  byId("zoom-read").addEventListener("click", () => read());
  addEventListener("resize", () => {
    if (isPrinted) return;
    if (isFirst) seeFirst();
    else if (isWhole) seeAll();
    else {
      setHeight(drawn().height);
      show();
    }
  });
  addEventListener("beforeprint", () => {
    isPrinted = true;
    for (const [map, all] of whole) map.setAttribute("viewBox", `${all.x} ${all.y} ${all.width} ${all.height}`);
  });
  addEventListener("afterprint", () => {
    isPrinted = false;
    seeFirst();
  });
  canvas.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoom(event.deltaY < 0 ? 1.15 : 1 / 1.15, event.clientX, event.clientY);
  }, { passive: false });
  const keys = {
    "+": () => zoom(1.3), "=": () => zoom(1.3), "-": () => zoom(1 / 1.3), 0: seeAll, 1: () => read(),
    ArrowLeft: () => pan(-0.1, 0), ArrowRight: () => pan(0.1, 0), ArrowUp: () => pan(0, -0.1), ArrowDown: () => pan(0, 0.1),
  };
  canvas.addEventListener("keydown", (event) => {
    if (!Object.hasOwn(keys, event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    keys[event.key]();
  });
  canvas.addEventListener("focusin", (event) => {
    if (event.target.matches(".box:focus-visible")) bringIntoSight(event.target);
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
    const [right, down] = [event.clientX - before.clientX, event.clientY - before.clientY];
    moved += Math.abs(right) + Math.abs(down);
    if (pointers.size === 2) {
      const [one, other] = [...pointers.values()];
      const now = Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
      if (apart) zoom(now / apart, (one.clientX + other.clientX) / 2, (one.clientY + other.clientY) / 2);
      apart = now;
    } else if (isDragging()) {
      canvas.classList.add("dragged");
      pan(-right / wide(), -down / high());
    }
  });
  const lift = (event) => {
    pointers.delete(event.pointerId);
    canvas.classList.remove("dragged");
  };
  addEventListener("pointerup", lift);
  addEventListener("pointercancel", lift);
  seeFirst();
}
