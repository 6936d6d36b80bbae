// Shows the articles, events and mentions that fit what was chosen; without it the page shows all of them.
"use strict";
const form = document.querySelector("form.filters");
const articles = [...document.querySelectorAll("article.reviewed")];
const shown = document.querySelector("#shown");

function sure(element, limit) {
  if (limit === "") return true;
  const said = element.dataset.confidence;
  return limit === "none" ? said === "" : said !== "" && Number(said) < Number(limit);
}

function fits(element, want) {
  const has = element.dataset;
  return (want.type === "" || has.type === want.type) && (want.status === "" || has.status === want.status)
    && (want.rule === "" || has.rule.includes(want.rule)) && (want.verdict === "" || has.verdict === want.verdict)
    && sure(element, want.confidence);
}

function apply() {
  const want = Object.fromEntries(new FormData(form));
  const narrowed = ["type", "status", "rule", "verdict", "confidence"].some((key) => want[key] !== "");
  let count = 0;
  for (const article of articles) {
    const events = [...article.querySelectorAll("[data-event]")];
    const visible = events.filter((event) => fits(event, want));
    for (const event of events) event.hidden = !visible.includes(event);
    const ids = new Set(visible.map((event) => event.dataset.event));
    for (const mark of article.querySelectorAll("mark")) {
      mark.classList.toggle("off", !mark.dataset.events.split(" ").some((id) => ids.has(id)));
    }
    let mentions = 0;
    for (const mention of article.querySelectorAll(".mention")) {
      const fit = fits(mention, want);
      mention.classList.toggle("off", narrowed && !fit);
      mentions += fit;
    }
    const right = (want.language === "" || article.dataset.language === want.language)
      && (!want.differing || article.dataset.differences !== "0") && (!narrowed || visible.length + mentions > 0);
    article.hidden = !right;
    count += right;
  }
  shown.textContent = String(count);
}

form.addEventListener("input", apply);
form.addEventListener("submit", (event) => event.preventDefault());
for (const event of document.querySelectorAll("[data-event]")) {
  for (const [kind, on] of [["mouseenter", true], ["mouseleave", false], ["focusin", true], ["focusout", false]]) {
    event.addEventListener(kind, () => {
      for (const mark of event.closest("article.reviewed").querySelectorAll("mark")) {
        mark.classList.toggle("lit", on && mark.dataset.events.split(" ").includes(event.dataset.event));
      }
    });
  }
}
apply();
