/* The button that prints the page; without script there is none. */
document.querySelectorAll("[data-egov-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
