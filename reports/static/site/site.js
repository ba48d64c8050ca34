// Searches and narrows down the courses in the browser; without it the lists of the site do the same by links.
"use strict";
(() => {
  const form = document.getElementById("tim");
  if (!form || !window.fetch) return;
  const part = (id) => document.getElementById(id);
  const root = form.dataset.from;
  const LEVELS = ["short_term", "elementary", "intermediate", "college"];
  const DELIVERIES = ["online", "blended", "in_person"];
  const FEES = ["free", "paid"];
  const WORDS = {
    short_term: "Đào tạo ngắn hạn", elementary: "Sơ cấp", intermediate: "Trung cấp", college: "Cao đẳng",
    online: "Trực tuyến", blended: "Trực tuyến kết hợp trực tiếp", in_person: "Trực tiếp",
  };
  const AT_ONCE = 20, MOST_SCHOOLS = 8;
  const kept = new Map();
  let turn = 0, found = [], shown = 0;

  const fold = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/g, "d")
    .replace(/[^\p{L}\p{N}]+/gu, " ").trim();

  const piece = (name) => {
    if (!kept.has(name)) {
      kept.set(name, fetch(`${root}tim/${name}.json`).then((answer) => {
        if (!answer.ok) throw new Error(name);
        return answer.json();
      }).catch((error) => { kept.delete(name); throw error; }));
    }
    return kept.get(name);
  };
  const contents = () => piece("muc-luc");

  // Positions as steps; a negative number is so many more, one by one.
  const walk = (steps, take) => {
    let at = 0;
    for (const step of steps) {
      if (step >= 0) take(at += step);
      else for (let more = step; more < 0; more++) take(++at);
    }
  };

  const ofWord = async (head, word) => {
    const marks = new Uint8Array(head.count);
    const name = head.words[word.slice(0, 2)];
    if (!name) return marks;
    const words = await piece(name);
    for (const known in words) {
      if (word.length > 1 ? known.startsWith(word) : known === word) walk(words[known], (at) => { marks[at] = 1; });
    }
    return marks;
  };

  const ofSchool = async (head, words) => {
    const { names, width, of } = await piece(head.schools);
    const chosen = names.map((one) => words.every((word) => ` ${one[1]}`.includes(` ${word}`)));
    const marks = new Uint8Array(head.count);
    for (let at = 0; at < head.count; at++) {
      let number = 0;
      for (let digit = 0; digit < width; digit++) number = number * 90 + of.charCodeAt(at * width + digit) - 35;
      marks[at] = chosen[number] ? 1 : 0;
    }
    return marks;
  };

  const ofSigns = async (head, wanted) => {
    const signs = await piece(head.signs);
    const marks = new Uint8Array(head.count);
    for (let at = 0; at < head.count; at++) {
      const code = signs.charCodeAt(at) - 48, fee = (code >> 1) % 2, rest = code >> 2;
      marks[at] = (!wanted.level || LEVELS[Math.floor(rest / 3)] === wanted.level)
        && (!wanted.delivery || DELIVERIES[rest % 3] === wanted.delivery)
        && (!wanted.fee || FEES[fee] === wanted.fee) && (!wanted.work_study || code % 2 === 1) ? 1 : 0;
    }
    return marks;
  };

  const search = async (wanted) => {
    const head = await contents();
    const asked = fold(wanted.q || "").split(" ").filter(Boolean).map((word) => ofWord(head, word));
    const school = fold(wanted.school || "").split(" ").filter(Boolean);
    if (school.length) asked.push(ofSchool(head, school));
    if (wanted.level || wanted.delivery || wanted.fee || wanted.work_study) asked.push(ofSigns(head, wanted));
    const marks = await Promise.all(asked), places = [];
    for (let at = 0; at < head.count; at++) if (marks.every((one) => one[at])) places.push(at);
    return places;
  };

  const schoolsNamed = async (words) => {
    if (!words.length) return [];
    const { names } = await piece((await contents()).schools);
    return names.filter((one) => words.every((word) => ` ${one[1]}`.includes(` ${word}`))).slice(0, MOST_SCHOOLS);
  };

  const made = (name, text, className) => {
    const element = document.createElement(name);
    if (text) element.textContent = text;
    if (className) element.className = className;
    return element;
  };
  const linked = (text, path) => {
    const link = made("a", text);
    link.href = root + path;
    return link;
  };
  const card = ([title, path, school, level, delivery, fee, feeWords, duration, workStudy]) => {
    const item = made("li", "", "card"), inner = made("div"), heading = made("h3"), tags = made("ul", "", "tags");
    heading.append(linked(title, path));
    tags.setAttribute("aria-label", "Đặc điểm");
    tags.append(made("li", WORDS[level]), made("li", WORDS[delivery]));
    if (workStudy) tags.append(made("li", "Vừa học vừa làm"));
    tags.append(made("li", feeWords, fee));
    inner.append(heading, made("p", school, "school"), tags);
    if (duration) inner.append(made("p", `Thời gian: ${duration}`, "small"));
    item.append(inner);
    return item;
  };

  const show = async (mine) => {
    const head = await contents(), places = found.slice(shown, shown + AT_ONCE);
    const blocks = await Promise.all(places.map((at) => piece(head.blocks[Math.floor(at / head.size)])));
    if (mine !== turn) return null;
    const cards = places.map((at, order) => card(blocks[order][at % head.size]));
    part("ket-qua").append(...cards);
    shown += places.length;
    part("them").hidden = shown >= found.length;
    return cards[0];
  };

  const asked = () => Object.fromEntries([...new FormData(form)].filter(([, value]) => value.trim()));
  const thousands = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ".");

  const run = async () => {
    const mine = ++turn, wanted = asked(), any = Object.keys(wanted).length > 0;
    const words = new URLSearchParams(wanted).toString();
    history.replaceState(null, "", words ? `?${words}` : location.pathname);
    part("thay").hidden = !any;
    part("loi-vao").hidden = any;
    if (!any) return;
    try {
      const [places, schools] = await Promise.all([
        search(wanted), schoolsNamed(fold(wanted.q || "").split(" ").filter((word) => word.length > 1)),
      ]);
      if (mine !== turn) return;
      found = places;
      shown = 0;
      part("ket-qua").replaceChildren();
      part("truong").replaceChildren(...schools.map((one) => {
        const item = made("li");
        item.append(linked(one[0], one[2]));
        return item;
      }));
      await show(mine);
      if (mine === turn) {
        part("bao").textContent = places.length ? `${thousands(places.length)} khóa học phù hợp.`
          : "Không có khóa học nào phù hợp. Thử bớt từ hoặc bớt điều kiện.";
      }
    } catch {
      if (mine === turn) {
        kept.clear();
        part("bao").textContent = "Chưa tải được dữ liệu tìm kiếm. Vui lòng thử lại, hoặc dùng các danh sách của trang.";
        part("loi-vao").hidden = false;
      }
    }
  };

  let waiting = 0;
  const soon = () => { clearTimeout(waiting); waiting = setTimeout(run, 180); };
  form.hidden = false;
  for (const [name, value] of new URLSearchParams(location.search)) {
    const field = form.elements.namedItem(name);
    if (field && field.type === "checkbox") field.checked = Boolean(value);
    else if (field) field.value = value;
  }
  form.addEventListener("input", soon);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    run().then(() => { if (!part("thay").hidden) part("thay-gi").focus(); });
  });
  part("xoa").addEventListener("click", () => {
    form.querySelectorAll("input, select").forEach((field) => {
      if (field.type === "checkbox") field.checked = false;
      else field.value = "";
    });
    run();
    part("q").focus();
  });
  part("them").addEventListener("click", async () => {
    const first = await show(turn);
    if (first) first.querySelector("a").focus();
  });
  if (Object.keys(asked()).length) run();
})();
