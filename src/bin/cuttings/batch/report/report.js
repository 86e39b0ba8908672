"use strict";
/* Shows only the errors that hold what is looked for. Without it all are there. */
const label = document.getElementById("search");
if (label) {
  const groups = [...document.querySelectorAll("details.errors")].map((group) => ({
    group, wasOpen: group.open, rows: [...group.querySelectorAll("tbody tr")].map((row) => ({ row, text: row.textContent.toLowerCase() })),
  }));
  label.hidden = false;
  label.querySelector("input").addEventListener("input", (event) => {
    const wanted = event.target.value.trim().toLowerCase();
    for (const { group, wasOpen, rows } of groups) {
      const named = group.querySelector("summary b").textContent.toLowerCase().includes(wanted);
      let any = false;
      for (const { row, text } of rows) {
        row.hidden = !named && !text.includes(wanted);
        any ||= !row.hidden;
      }
      group.hidden = !any;
      group.open = wanted ? any && !named || wasOpen : wasOpen;
    }
  });
}
