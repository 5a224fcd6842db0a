// Judging by keyboard: the list works without this, by its forms.
(() => {
  const rows = [...document.querySelectorAll(".candidate")];
  if (!rows.length) return;
  document.querySelector(".keys").hidden = false;
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
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^(TEXTAREA|INPUT|SELECT)$/.test(event.target.tagName)) {
      if (event.key === "Escape") rows[at].focus();
      return;
    }
    const row = rows[at];
    if (event.key === "j") go(at + 1);
    else if (event.key === "k") go(at - 1);
    else if (/^[0-3]$/.test(event.key)) row.querySelector(`button[value="${event.key}"]`)?.click();
    else if (event.key === "n") row.querySelector("textarea")?.focus();
    else if (event.key === "o") row.querySelector("summary")?.click();
    else return;
    event.preventDefault();
  });
})();
