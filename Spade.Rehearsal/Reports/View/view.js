// Zoom, and a line that tells of a moment. Without this script everything is still there to read.
(() => {
  const timeline = document.querySelector("[data-timeline]");
  const model = JSON.parse(timeline.dataset.model);
  const part = (name) => timeline.querySelector(`[data-${name}]`);
  const [frame, plane, cursor, slider, readout] = ["frame", "plane", "cursor", "moment", "readout"].map(part);
  slider.disabled = model.buckets.length === 0;
  timeline.querySelectorAll("[data-tools]").forEach((tools) => { tools.hidden = false; });

  let zoom = 1;
  function setZoom(next) {
    const middle = (frame.scrollLeft + frame.clientWidth / 2) / frame.scrollWidth;
    zoom = Math.min(64, Math.max(1, next));
    plane.style.setProperty("--zoom", zoom);
    frame.scrollLeft = middle * frame.scrollWidth - frame.clientWidth / 2;
  }

  const zooms = { in: () => setZoom(zoom * 2), out: () => setZoom(zoom / 2), fit: () => setZoom(1) };
  timeline.querySelectorAll("[data-zoom]").forEach((button) => button.addEventListener("click", zooms[button.dataset.zoom]));
  frame.addEventListener("keydown", (event) => {
    const zoomed = { "+": "in", "=": "in", "-": "out", 0: "fit" }[event.key];
    if (!zoomed || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    zooms[zoomed]();
  });

  function milliseconds(value) {
    if (value === null) return "–";
    return value >= 1000 ? `${(value / 1000).toFixed(2)} s` : `${value.toFixed(1)} ms`;
  }

  function phases(at) {
    const lines = [];
    for (const [replica, parts] of model.lanes) {
      const current = parts.find(([, from, to]) => from <= at && at < to);
      if (current && current[0] !== "serving") lines.push(`${replica} ${current[0]}`);
    }
    if (lines.length === 0) return "all serving";
    return lines.length > 8 ? `${lines.slice(0, 8).join(", ")} and ${lines.length - 8} more` : lines.join(", ");
  }

  function show(at) {
    const index = Math.min(model.buckets.length - 1, Math.max(0, Math.floor(at / model.bucket)));
    const [rate, failed, p50, p99, waiting, active] = model.buckets[index];
    slider.value = index;
    cursor.hidden = false;
    cursor.style.left = `${((at - model.from) / (model.to - model.from)) * 100}%`;
    const jobs = active === null ? "" : ` · ${active} jobs running, ${waiting} waiting`;
    const text = `+${at.toFixed(1)} s · ${rate} requests/s · ${failed} failed`
      + ` · p50 ${milliseconds(p50)}, p99 ${milliseconds(p99)}${jobs} · ${phases(at)}`;
    readout.value = text;
    slider.setAttribute("aria-valuetext", text);
  }

  if (slider.disabled) return;
  slider.addEventListener("input", () => show((Number(slider.value) + 0.5) * model.bucket));
  plane.addEventListener("pointermove", (event) => {
    const box = cursor.parentElement.getBoundingClientRect();
    const at = model.from + ((event.clientX - box.left) / box.width) * (model.to - model.from);
    if (at >= 0 && at <= model.to) show(at);
  });
  show(0);
})();
