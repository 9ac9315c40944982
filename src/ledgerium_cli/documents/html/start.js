// Sets up once everything that scripts add to the page.

const THEME = "ledgerium-theme";

/** What the reader chose in an earlier visit; a browser may keep nothing for files. */
function themeKept() {
  try {
    return localStorage.getItem(THEME);
  } catch {
    return null;
  }
}

function keepTheme(name) {
  try {
    if (name) localStorage.setItem(THEME, name);
    else localStorage.removeItem(THEME);
  } catch {
    // The choice holds for this visit.
  }
}

function startTheme() {
  const button = byId("theme"), root = document.documentElement.dataset;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const show = () => button.setAttribute("aria-pressed", String(root.theme ? root.theme === "dark" : dark.matches));
  button.addEventListener("click", () => {
    root.theme = button.getAttribute("aria-pressed") === "true" ? "light" : "dark";
    keepTheme((root.theme === "dark") === dark.matches ? null : root.theme);
    show();
  });
  dark.addEventListener("change", show);
  if (["dark", "light"].includes(themeKept())) root.theme = themeKept();
  show();
}

/** On paper everything is unfolded, and the cases come last. The SOP can be printed alone. */
function startPrint() {
  const page = document.documentElement.classList, cases = byId("cases");
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = all("main details:not([open])").filter((one) => !one.closest(".card"));
    for (const one of folded) one.open = true;
    byId("main").append(cases);
  });
  addEventListener("afterprint", () => {
    for (const one of folded) one.open = false;
    byId("distributions").before(cases);
    page.remove("sop-alone");
  });
  byId("print").addEventListener("click", () => print());
  byId("print-sop").addEventListener("click", () => {
    page.add("sop-alone");
    print();
  });
}

/** A definition stands over other cards: Escape closes it. Browsers close the one before by its name. */
function startDefinitions() {
  byId("overview").addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && byId("overview").querySelector(".card-foot details[open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });
}

/** Marks the section being read in the navigation. */
function startNavigation() {
  const links = new Map(all("nav a").map((link) => [link.hash.slice(1), link]));
  const seen = new Map();
  const watch = new IntersectionObserver((entries) => {
    for (const entry of entries) seen.set(entry.target.id, entry.isIntersecting);
    const first = [...links.keys()].find((id) => seen.get(id));
    for (const [id, link] of links) {
      if (id === first) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }, { rootMargin: "-20% 0px -70% 0px" });
  for (const section of all("main > section")) watch.observe(section);
}

function startCitations() {
  for (const text of all(".prose")) citeTexts(text);
}

document.documentElement.classList.add("scripted");
/** A part that fails, e.g. in a browser that lacks something, leaves the others working; its error is on the console. */
for (const start of [
  startTheme, startPrint, startNavigation, startTimes, startDrawer, startDefinitions, startOverview, startMap, startPanZoom, startVariants,
  startCases, startDistributions, startDownload, startFilter, startAddress, startCitations,
]) {
  try {
    start();
  } catch (error) {
    console.error(error);
  }
}
addEventListener("resize", keepInSight);
