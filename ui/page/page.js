// Clicks on our buttons become Gradio events; copying, scrolling and focus are the browser's own work.
if (!window.dlTells) {
  const fetched = window.fetch;
  window.dlTells = true;
  window.fetch = async (...request) => {
    const reply = await fetched(...request);
    // of an event that does not wait in its queue Gradio's own page shows no error
    if (reply.status === 500 && reply.url.includes("/gradio_api/run/predict")) reply.clone().json().then(({ error }) => tell(error), () => tell());
    return reply;
  };
}

function tell(words) {
  const line = Object.assign(document.createElement("p"), { className: "dl-error", id: "dl-told", role: "alert", textContent: words || "Something went wrong." });
  document.querySelector("#dl-told")?.remove();
  document.querySelector("#dl-tabs").before(line);
  setTimeout(() => line.remove(), 10000);
}

const asks = new Set(["drop", "example", "choose"]);
element.addEventListener("click", (event) => {
  const target = event.target.closest("[data-act], [data-copy]");
  if (!target || !element.contains(target)) return;
  if (target.hasAttribute("data-copy")) return copy(target);
  const data = { ...target.dataset };
  if (data.act === "close") return close();
  if (data.act === "open") window.dlOpener = target.closest(".dl-reader") ? window.dlOpener : target;
  trigger(asks.has(data.act) ? "submit" : "select", data);
  if (data.act === "about" || data.act === "edit") setTimeout(() => document.querySelector("#dl-question textarea, #dl-question input")?.focus(), 400);
});

async function copy(button) {
  const kept = button.nextElementSibling.textContent;
  const text = kept.startsWith("?") ? location.origin + location.pathname + kept : kept;
  try {
    await navigator.clipboard.writeText(text);
  } catch {  // no clipboard outside https and loopback: the old way
    const box = Object.assign(document.createElement("textarea"), { value: text });
    document.body.append(box);
    box.select();
    document.execCommand("copy");
    box.remove();
  }
  const name = button.dataset.name ?? (button.dataset.name = button.textContent);
  button.textContent = "Copied";
  setTimeout(() => (button.textContent = name), 1500);
}

function close() {
  trigger("select", { act: "close" });
  window.dlOpener?.isConnected && window.dlOpener.focus({ preventScroll: false });
}

element.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && element.querySelector(".dl-reader:not(.dl-reader-empty)")) close();
});

watch("value", () => {
  const frame = element.querySelector("iframe[data-page]");
  if (frame) addEventListener("message", function give({ source }) {  // a report's frame asks for it, see ui/page/safety/frame.py
    if (source !== frame.contentWindow) return;
    removeEventListener("message", give);
    source.postMessage(frame.dataset.page, "*");
  });
  const reader = element.querySelector(".dl-reader");
  if (reader) {
    const mark = element.querySelector(`#${reader.dataset.current || "none"}`);
    const box = element.closest("#dl-side, .dl-side") ?? element;
    if (mark) {
      const top = mark.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop;
      box.scrollTo({ top: Math.max(0, top - box.clientHeight / 3) });
    } else box.scrollTo({ top: 0 });
    if (!reader.classList.contains("dl-reader-empty") && !element.contains(document.activeElement)) element.querySelector("h2")?.focus({ preventScroll: true });
  }
  const link = element.querySelector("[data-link]")?.dataset.link;
  if (link && link !== window.dlLink) {
    window.dlLink = link;
    const theme = new URLSearchParams(location.search).get("__theme");
    history.replaceState(null, "", location.pathname + link + (theme ? `&__theme=${theme}` : ""));
    element.scrollIntoView({ block: "start", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  }
});

if (element.closest("#dl-now")) document.addEventListener("pointerdown", (event) => {
  const plot = event.target.closest("#dl-timeline .js-plotly-plot");
  if (!plot?.on) return;
  plot.removeAllListeners("plotly_click");
  plot.on("plotly_click", ({ points }) => trigger("select", { act: "open", turn: points[0].customdata[0], n: points[0].customdata[1] }));
}, true);
