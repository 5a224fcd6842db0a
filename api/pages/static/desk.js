// Judging by keyboard: the table works without this, by its forms.
(() => {
  for (const one of document.querySelectorAll("[data-send]"))
    one.addEventListener("change", () => one.form.requestSubmit());
  const rows = [...document.querySelectorAll(".candidate")];
  if (!rows.length) return;
  document.querySelector(".keys").hidden = false;
  const help = document.getElementById("help");
  const asked = document.getElementById(location.hash.slice(1));
  let at = Math.max(0, rows.indexOf(asked) + (asked ? 1 : 0));
  if (at >= rows.length) at = rows.length - 1;
  const go = (to) => {
    rows[at].classList.remove("here");
    at = Math.min(Math.max(to, 0), rows.length - 1);
    rows[at].classList.add("here");
    rows[at].focus({ preventScroll: true });
    rows[at].scrollIntoView({ block: "nearest" });
  };
  go(at);
  const keys = {
    j: () => go(at + 1),
    k: () => go(at - 1),
    n: (row) => {
      const box = row.querySelector(".note-box");
      if (!box) return;
      box.open = true;
      row.querySelector("textarea").focus();
    },
    s: (row) => row.querySelector(".shortlist")?.click(),
    x: (row) => row.querySelector("[name=with]")?.click(),
    o: (row) => row.querySelector("th a")?.click(),
    "?": () => help.showModal(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    const box = event.target.type === "checkbox";
    if (/^(TEXTAREA|INPUT|SELECT)$/.test(event.target.tagName) && !box) {
      if (event.key === "Escape") rows[at].focus();
      return;
    }
    const row = rows[at];
    if (/^[0-3]$/.test(event.key)) row.querySelector(`button[value="${event.key}"]`)?.click();
    else if (keys[event.key]) keys[event.key](row);
    else return;
    event.preventDefault();
  });
})();
