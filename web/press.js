// Run in a page by web/browser.py. Dismisses consent, shows contacts, asks for more, scrolls to the end; gives what the
// page holds now. Links that lead elsewhere and buttons that send a form are never pressed.
(wanted) => {
  const CONSENT_BOX = /cookie|consent|gdpr|privacy|隐私|隱私|куки|quyền riêng tư/i;
  const REFUSE = /^(reject|decline|refuse|deny|only necessary|necessary only|essential only|拒绝|拒絕|仅必要|từ chối|отклонить|только необходимые)/i;
  const CONSENT = /^(accept|agree|allow|i agree|i accept|got it|ok|okay|understood|close|同意|接受|我同意|我知道了|知道了|确定|確定|关闭|關閉|đồng ý|chấp nhận|tôi hiểu|đóng|принять|соглас|понятно|хорошо|закрыть)/i;
  const REVEAL = new RegExp([
    "\\b(show|view|reveal|display|see|get|call|click to|tap to)\\b.{0,24}\\b(phone|number|contacts?|mobile|tel|e-?mail|whatsapp|wechat)",
    "(查看|显示|顯示|点击|點擊|获取|獲取|立即).{0,8}(电话|電話|号码|號碼|联系|聯繫|聯絡|手机|手機|微信|QQ)",
    "(hiện|xem|hiển thị|bấm|nhấn|gọi).{0,20}(số|điện thoại|sđt|liên hệ|liên lạc)",
    "(показать|посмотреть|узнать|открыть).{0,20}(телефон|номер|контакт|почт)",
  ].join("|"), "i");
  const MORE = /^(load|show|view|see) (\d+ )?more|^more (results|items|listings|ads|posts|products)|^(点击|點擊)?(加载|載入|查看|显示|顯示|浏览|瀏覽)?更多|^(xem|tải|hiển thị|hiện) thêm|^(показать|загрузить) (ещ|больше)|^ещё|^もっと見る|^더 ?보기/i;
  const pressed = (window.__pressed ||= new WeakSet());
  const label = (node) => (node.innerText || node.value || node.getAttribute("aria-label") || "").trim().slice(0, 80);
  const visible = (node) => { const box = node.getBoundingClientRect(); return box.width > 0 && box.height > 0; };
  const leadsAway = (node) => {
    const link = node.closest("a[href]");
    if (!link) return false;
    const href = link.getAttribute("href").trim();
    return !(href === "" || href.startsWith("#") || /^javascript:/i.test(href));
  };
  const sends = (node) => node.form && (node.type === "submit" || node.type === "image");
  let count = 0, revealing = false;
  // What appears after a contact was asked for, wherever the page puts it: kept as text, for the reader may not look there.
  const revealed = (window.__revealed ||= []);
  const listen = () => {
    if (window.__revealing) return;
    window.__revealing = new MutationObserver((changes) => {
      for (const change of changes) {
        const added = change.type === "characterData" ? [change.target] : [...change.addedNodes];
        for (const node of added) {
          const text = (node.innerText || node.textContent || "").trim();
          if (text.length >= 4 && text.length <= 200 && revealed.length < 10 && !revealed.includes(text)) revealed.push(text);
        }
      }
    });
    window.__revealing.observe(document.body, {childList: true, subtree: true, characterData: true});
  };
  if (!wanted.reveal && window.__revealing) { window.__revealing.disconnect(); window.__revealing = null; }
  const press = (node) => { pressed.add(node); count += 1; node.click(); };
  const boxed = (node) => {
    for (let up = node, steps = 0; up && steps < 8; up = up.parentElement, steps += 1) {
      if (CONSENT_BOX.test(`${up.id} ${up.className}`)) return true;
      if (steps > 1 && (up.innerText || "").length < 1500 && CONSENT_BOX.test(up.innerText || "")) return true;
    }
    return false;
  };
  const nodes = [...document.querySelectorAll(
    "button, a, [role=button], input[type=button], summary, [onclick], [class*=btn], [class*=button], [class*=more], [class*=phone]"
  )].slice(0, 4000);
  let consent = null;
  for (const node of nodes) {
    if (count >= 20) break;
    if (pressed.has(node) || !visible(node) || leadsAway(node) || sends(node)) continue;
    const text = label(node);
    if (!text || text.length > 60) continue;
    if (wanted.consent && (REFUSE.test(text) || CONSENT.test(text)) && boxed(node)) {
      if (!consent || REFUSE.test(text)) consent = node;
    } else if (wanted.reveal && REVEAL.test(text)) { revealing = true; listen(); press(node); }
    else if (wanted.more && !revealing && MORE.test(text)) { press(node); pressed.delete(node); }
  }
  if (consent) press(consent);
  let scrolled = false;
  if (wanted.more && !revealing) {
    const from = window.scrollY;
    window.scrollTo(0, document.documentElement.scrollHeight);
    scrolled = window.scrollY !== from;
    if (!scrolled) window.dispatchEvent(new Event("scroll"));  // a short page can't be scrolled, and may still wait for it
    for (const node of document.querySelectorAll("main, [class*=scroll], [class*=list]")) {
      if (node.scrollHeight <= node.clientHeight + 200) continue;
      const top = node.scrollTop;
      node.scrollTop = node.scrollHeight;
      scrolled ||= node.scrollTop !== top;
    }
  }
  return {revealed, pressed: count, scrolled: scrolled ? 1 : 0, height: document.documentElement.scrollHeight, links: document.links.length,
          size: document.documentElement.innerHTML.length};
}
