/* Two things that Wagtail's page form does not do for Vietnamese service pages. */
(() => {
  /* Addresses of pages are typed: "Cấp giấy phép" proposes cap-giay-phep, not cp-giy-phep. */
  function withoutMarks(text) {
    return text
      .normalize("NFD")
      .replace(/[\u0300-\u036f]/g, "")
      .replace(/đ/g, "d")
      .replace(/Đ/g, "D");
  }

  function propose({ target, detail }) {
    if (target.name === "slug" && typeof detail?.value === "string") {
      detail.value = withoutMarks(detail.value);
    }
  }

  document.addEventListener("w-sync:check", propose, true);
  document.addEventListener("w-sync:apply", propose, true);

  /* The tabs count their errors before the blocks are drawn; here again afterwards. */
  function countErrors() {
    const { app } = window.wagtail;
    document.querySelectorAll(".w-tabs__errors").forEach((badge) => {
      app.getControllerForElementAndIdentifier(badge, "w-count")?.count();
    });
  }

  document.addEventListener("wagtail:panel-init", () => setTimeout(countErrors));
  window.addEventListener("load", countErrors);
})();
