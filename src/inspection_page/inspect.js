"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const frame = document.getElementById("original");
  const why = document.getElementById("why");
  const status = document.getElementById("status");
  const root = document.documentElement;

  /* An element with a text and children. */
  const make = (name, props = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(props)) {
      if (key === "text") element.textContent = value;
      else element.setAttribute(key, value);
    }
    element.append(...children.filter((c) => c !== null));
    return element;
  };

  /* The original's document, which this page may look into though nothing in it runs. */
  const inner = () => frame.contentDocument;
  const inFrame = (selector) => [...(inner()?.querySelectorAll(selector) ?? [])];

  /* What an element of either side stands for: blocks, a part that was taken out, media. */
  const targetOf = (element) => {
    const numbers = (value) => (value ? value.split(" ").map(Number) : []);
    return { blocks: numbers(element.dataset.blocks), part: element.dataset.part, media: numbers(element.dataset.media) };
  };
  const found = ({ blocks = [], part, media = [] }) => [
    ...blocks.flatMap((b) => inFrame(`[data-block="${b}"]`)),
    ...(part === undefined ? [] : inFrame(`[data-removed="${part}"]`)),
    ...media.flatMap((m) => inFrame(`[data-medium="${m}"]`)),
  ];

  const mark = (name, elements) => {
    for (const old of inFrame(`.${name}`)) old.classList.remove(name);
    for (const element of elements) element.classList.add(name);
  };

  const excerpt = (text) => (text.length > 90 ? text.slice(0, 90) + "…" : text);
  const told = (entry) => {
    const p = entry.p === undefined || entry.p === null ? "" : ` · ${entry.p.toFixed(3)} likely`;
    return `${entry.label} · ${entry.why}${p} · ${excerpt(entry.text)}`;
  };

  /* The features that weighed most, as a table. */
  const weights = (title, rows) => {
    if (!rows.length) return null;
    const most = Math.max(...rows.map((r) => Math.abs(r[3])));
    const head = make("tr", {}, ...["feature", "here", "others", "effect"].map((text) => make("th", { scope: "col", text })));
    const body = rows.map(([words, value, other, effect, name]) => {
      const bar = make("span", { class: `bar ${effect > 0 ? "for" : "against"}` });
      bar.style.width = `${Math.round((Math.abs(effect) / most) * 55)}%`;
      const number = make("span", { class: effect > 0 ? "good" : "bad", text: (effect > 0 ? "+" : "−") + Math.abs(effect).toFixed(2) });
      return make("tr", { title: name }, make("td", { text: words }), make("td", { text: value }), make("td", { text: other }), make("td", {}, bar, number));
    });
    return make("div", {}, make("h3", { text: title }), make("table", {}, make("thead", {}, head), make("tbody", {}, ...body)));
  };

  const scale = (p) => {
    const fill = make("i");
    fill.style.width = `${p * 100}%`;
    return make("span", { class: "scale", role: "img", "aria-label": `${p} of 1` }, fill, make("b"));
  };

  const model = (entry) => {
    const answer = entry.model;
    if (!answer) return [make("p", { class: "soft", text: entry.p === 0 ? "The model was not asked: a box, a copy, or links away from the story." : "The model was not asked: a profile, or a plain text's lines, tell what is of the story." })];
    const line = make("p", {}, "Likely to be of the story: ", make("b", { text: answer.among.toFixed(3) }), scale(answer.among));
    if (answer.alone !== null) line.append(`by itself ${answer.alone.toFixed(3)}`);
    if (entry.p !== null && Math.abs(entry.p - answer.among) > 0.001) {
      line.append(`; counted as ${entry.p.toFixed(3)}, since lists and quotations are taken or left as a whole and lines that lead away are left`);
    }
    const others = answer.among >= 0.5 ? "the blocks it left out" : "the blocks it took";
    const note = make("p", { class: "soft", text: `“Others” is the middle of ${others}. An effect is how much higher the log odds are than if this alone were as there.` });
    return [line, weights("What weighed most, among the other blocks", answer.weightsAmong), weights("What weighed most, by itself", answer.weightsAlone), note];
  };

  const steps = (entry) => {
    if (entry.steps.length < 2) return null;
    const item = ([label, reason]) => make("li", {}, make("span", { class: "chip", "data-label": label, text: label }), ` ${reason}`);
    return make("div", {}, make("h3", { text: "How it came to that" }), make("ol", {}, ...entry.steps.map(item)));
  };

  /* All there is to be told, in the order of the page: blocks and parts taken out. */
  const order = [...document.querySelectorAll(".blocks li")].map(targetOf);
  const placeOf = (t) => order.findIndex((o) => (t.part === undefined ? o.blocks[0] === t.blocks[0] && o.part === undefined : o.part === t.part));

  const step = (target, by) => {
    const at = placeOf(target) + by;
    if (order[at]) choose(order[at], true);
  };

  const fill = (target) => {
    const isPart = target.part !== undefined;
    const entry = isPart ? data.removed[target.part] : data.blocks[target.blocks[0]];
    if (!entry) return;
    const number = isPart ? "" : ` ${target.blocks[0]}`;
    const tool = (text, label, act) => {
      const button = make("button", { type: "button", "aria-label": label, text });
      button.addEventListener("click", act);
      return button;
    };
    const tools = make("div", { class: "tools" }, tool("←", "the block before", () => step(target, -1)), tool("→", "the block behind", () => step(target, 1)));
    const title = make("h2", {}, make("span", { class: "chip", "data-label": entry.label, text: entry.label + number }), make("span", { text: entry.why }));
    const parts = [tools, title, make("blockquote", { dir: "auto", "data-label": entry.label, text: entry.text })];
    if (isPart) {
      parts.push(make("p", { class: "soft", text: "It was taken out before the page was cut into blocks." }));
    } else {
      const fields = data.fields.filter((f) => f.blocks.includes(target.blocks[0])).map((f) => f.name);
      parts.push(make("p", {}, fields.length ? `Read for: ${fields.join(", ")}` : "No field was read from it."));
      parts.push(steps(entry), ...model(entry));
    }
    if (entry.element) parts.push(make("p", { class: "mono soft", text: entry.element }));
    why.replaceChildren(...parts.filter((p) => p));
    why.scrollTop = 0;
  };

  const choose = (target, scroll) => {
    const elements = found(target);
    mark("chosen", elements);
    if (target.blocks.length || target.part !== undefined) fill(target);
    for (const row of document.querySelectorAll(".from-here")) row.classList.remove("from-here");
    for (const row of document.querySelectorAll("[data-blocks], [data-part]")) {
      const other = targetOf(row);
      const same = target.part === undefined ? other.blocks.includes(target.blocks[0]) && other.blocks.length < 9 : other.part === target.part;
      if (same) row.classList.add("from-here");
    }
    if (scroll && elements[0]) elements[0].scrollIntoView({ block: "center" });
    if (target.part === undefined && target.blocks.length) history.replaceState(null, "", `#block-${target.blocks[0]}`);
  };

  /* Our side: rows, pieces and the list of blocks. */
  const rowOf = (event) => event.target.closest?.("[data-blocks], [data-part], [data-media]");
  const act = (event) => {
    const row = rowOf(event);
    if (row && row.hasAttribute("tabindex")) choose(targetOf(row), true);
    return row;
  };
  const side = document.querySelector(".side");
  side.addEventListener("click", act);
  side.addEventListener("keydown", (event) => {
    if ((event.key === "Enter" || event.key === " ") && event.target.matches("[tabindex]") && act(event)) event.preventDefault();
  });
  const hover = (event) => {
    const row = rowOf(event);
    mark("hit", row ? found(targetOf(row)) : []);
  };
  side.addEventListener("mouseover", hover);
  side.addEventListener("focusin", hover);
  side.addEventListener("mouseleave", () => mark("hit", []));

  /* The original: the listeners are ours, nothing in it runs. */
  const targetInFrame = (event) => {
    const element = event.target.closest?.("[data-block], [data-removed], [data-medium]");
    if (!element) return null;
    const { block, removed, medium } = element.dataset;
    if (block !== undefined) return { blocks: [Number(block)], media: [] };
    if (removed) return { blocks: [], part: removed, media: [] };
    if (medium === undefined) return null;
    const of = data.media[medium];
    return { blocks: [], media: [Number(medium)], article: of };
  };
  const entryOf = (t) => (t.part === undefined ? data.blocks[t.blocks[0]] : data.removed[t.part]);
  const mediumTold = (t) => (t.article === null ? "picture or player · no part of the article" : "picture or player · of the article");
  const listen = () => {
    const doc = inner();
    const html = doc?.documentElement;
    // A frame begins empty, and is filled when its own document has come.
    if (!html || doc.URL !== "about:srcdoc" || doc.readyState === "loading" || html.dataset.listening) return;
    html.dataset.listening = "yes";
    doc.addEventListener("mouseover", (event) => {
      const t = targetInFrame(event);
      const entry = t && entryOf(t);
      status.textContent = !t ? "" : t.article !== undefined ? mediumTold(t) : entry ? told(entry) : "Too many blocks: nothing is told of this one.";
      mark("hit", t ? found(t) : []);
    });
    doc.addEventListener("click", (event) => {
      event.preventDefault();
      const t = targetInFrame(event);
      if (!t) return;
      choose(t, false);
      if (t.article !== undefined) {
        why.replaceChildren(make("h2", { text: mediumTold(t) }));
        if (t.article !== null) document.querySelectorAll(".piece.medium").forEach((piece) => {
          if (targetOf(piece).media.includes(t.media[0])) piece.classList.add("from-here");
        });
      }
      const row = document.querySelector("#article:not([hidden]) .piece.from-here, #blocks:not([hidden]) .from-here");
      row?.scrollIntoView({ block: "nearest" });
    });
    switchAll();
    const at = location.hash.match(/^#block-(\d+)$/);
    if (at && data.blocks[at[1]]) choose({ blocks: [Number(at[1])], media: [] }, true);
  };
  frame.addEventListener("load", listen);

  /* The legend. */
  const switches = [...document.querySelectorAll("[data-switch]")];
  const cut = document.getElementById("cut");
  function switchAll() {
    for (const button of switches) {
      const off = button.getAttribute("aria-pressed") === "false";
      for (const html of [root, inner()?.documentElement]) html?.classList.toggle(`off-${button.dataset.switch}`, off);
    }
  }
  for (const button of switches) {
    button.addEventListener("click", () => {
      button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") === "false"));
      cut.setAttribute("aria-pressed", "false");
      switchAll();
    });
  }
  cut.addEventListener("click", () => {
    const on = cut.getAttribute("aria-pressed") === "false";
    cut.setAttribute("aria-pressed", String(on));
    for (const button of switches) {
      const isCut = ["foreign", "removed"].includes(button.dataset.label);
      button.setAttribute("aria-pressed", String(!on || isCut));
    }
    switchAll();
    view(on ? "blocks" : "article");
  });

  /* Article or all blocks. */
  const views = [...document.querySelectorAll("[data-view]")];
  function view(name) {
    for (const button of views) {
      const shown = button.dataset.view === name;
      button.setAttribute("aria-pressed", String(shown));
      document.getElementById(button.dataset.view).hidden = !shown;
    }
  }
  for (const button of views) button.addEventListener("click", () => view(button.dataset.view));

  listen();
})();
