// A page is complete without this: it saves a click, and takes a file that is dropped.
(() => {
  for (const one of document.querySelectorAll("[data-print]")) {
    one.hidden = false;
    one.addEventListener("click", () => window.print());
  }
  for (const one of document.querySelectorAll("[data-send]"))
    one.addEventListener("change", () => one.form.requestSubmit());
  const box = document.querySelector("[data-drop]");
  if (!box) return;
  const file = box.querySelector("input[type=file]");
  const over = (on) => box.classList.toggle("over", on);
  box.addEventListener("dragover", (event) => {
    event.preventDefault();
    over(true);
  });
  box.addEventListener("dragleave", () => over(false));
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    if (!event.dataTransfer.files.length) return;
    file.files = event.dataTransfer.files;
    box.requestSubmit();
  });
})();
