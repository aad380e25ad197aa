"use strict";
// The whole shop: a list that grows when its end comes into view, and item pages whose phone number is fetched on click.
const app = document.getElementById("app");

function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

async function ask(path) {
  const answer = await (await fetch(path)).json();
  if (answer.code !== 0) throw new Error(answer.message);
  return answer.data;
}

function card(item) {
  const link = element("a", { href: "/item/" + item.id }, element("img", { src: item.cover, width: 200 }),
    element("h3", {}, item.title));
  return element("div", { class: "card" }, link, element("span", { class: "price" }, "¥" + item.price),
    element("span", { class: "city" }, item.city));
}

function showList() {
  const list = element("div", { class: "list" });
  const end = element("div", { class: "end", style: "height:40px" }, "加载中");
  app.append(element("h1", {}, "闲集 · 逛逛大家的闲置"), list, end,
    element("footer", {}, element("a", { href: "/about" }, "关于我们"), " 演示网站，内容虚构，图片仅为替代物"));
  let page = 1;
  let busy = false;
  const watch = new IntersectionObserver(async (entries) => {
    if (busy || !entries.some((entry) => entry.isIntersecting)) return;
    busy = true;
    const data = await ask("/api/goods?page=" + page++);
    list.append(...data.list.map(card));
    busy = false;
    watch.unobserve(end);
    if (data.hasMore) watch.observe(end); // tells us again at once when the end is still in view
    else end.textContent = "没有更多了";
  }, { rootMargin: "50px" });
  watch.observe(end);
}

async function showItem(id) {
  const item = await ask("/api/goods/" + id);
  document.title = item.title + " - 闲集";
  const phone = element("button", { class: "phone", type: "button" }, "显示电话");
  phone.addEventListener("click", async () => {
    const data = await ask("/api/goods/" + id + "/phone");
    phone.replaceWith(element("span", { class: "phone" }, "电话：" + data.phone));
  });
  app.append(
    element("nav", {}, element("a", { href: "/" }, "首页")),
    element("h1", { class: "title" }, item.title),
    element("div", { class: "price" }, "¥" + item.price),
    element("div", { class: "gallery" }, ...item.images.map((src) => element("img", { src, width: 420 }))),
    element("div", { class: "desc" }, item.desc),
    element("div", { class: "seller", "data-uid": item.seller.id }, "卖家：", element("span", { class: "nick" }, item.seller.nick)),
    element("div", { class: "meta" }, item.city, " · ", new Date(item.publishTime).toLocaleString("zh-CN"),
      " · ", item.status === 1 ? "在售" : "已卖出"),
    phone,
  );
}

const found = location.pathname.match(/^\/item\/(\d+)$/);
if (found) showItem(found[1]).catch((error) => app.append(element("p", {}, error.message)));
else showList();
