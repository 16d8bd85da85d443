/* Wagtail compares the form with what it was two seconds after the form appeared. A long service
   page draws its blocks and texts for longer than that on an ordinary machine; what they write
   into the form looked like the editor's work, and autosave kept it as a draft. Here the
   comparison begins once the form has been still, or when the editor begins to type. */
(() => {
  const LOOK_EVERY = 100;
  const LOOKS = 10;

  function watch(form) {
    const unsaved = window.wagtail.app.getControllerForElementAndIdentifier(form, "w-unsaved");
    if (!unsaved || unsaved.forceValue) return;
    let before = "";
    let still = 0;
    let isDue = false;

    /* Without initial data Wagtail compares nothing. */
    const wait = () => {
      isDue = true;
      unsaved.initialFormData = "";
    };
    const begin = () => {
      form.removeEventListener("w-unsaved:watch-edits", wait);
      form.removeEventListener("beforeinput", begin);
      clearInterval(looking);
      unsaved.setInitialFormData();
    };
    const look = () => {
      const now = unsaved.formData;
      still = isDue && now === before && document.readyState === "complete" ? still + 1 : 0;
      before = now;
      if (still >= LOOKS) begin();
    };
    const looking = setInterval(look, LOOK_EVERY);
    form.addEventListener("w-unsaved:watch-edits", wait);
    form.addEventListener("beforeinput", begin);
  }

  /* Wagtail's form says so twice. */
  const seen = new WeakSet();
  document.addEventListener("w-unsaved:ready", ({ target }) => {
    if (!seen.has(target)) setTimeout(watch, 0, target);
    seen.add(target);
  });
})();
