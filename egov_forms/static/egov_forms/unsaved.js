/* Wagtail compares the form with what it was two seconds after the form appeared. A long service
   page draws its blocks and texts for longer than that on an ordinary machine; what they write
   into the form looked like the editor's work, and autosave kept it as a draft. And what the
   editor typed in those two seconds was no work at all. Here the comparison begins once the form
   has been still, or when the editor begins to type. */
(() => {
  const LOOK_EVERY = 100;
  const LOOKS = 10;

  function watch(form) {
    const find = () => window.wagtail.app.getControllerForElementAndIdentifier(form, "w-unsaved");
    let before = "";
    let still = 0;
    let isDue = false;

    /* Without initial data Wagtail compares nothing. */
    const wait = () => {
      isDue = true;
      find().initialFormData = "";
    };
    const begin = () => {
      form.removeEventListener("w-unsaved:watch-edits", wait);
      form.removeEventListener("beforeinput", begin);
      clearInterval(looking);
      const unsaved = find();
      if (unsaved.forceValue) return;
      unsaved.setInitialFormData();
      /* Wagtail connects twice and begins twice; its second time may come after the typing. */
      const { initialFormData } = unsaved;
      const restore = () => Object.assign(find(), { initialFormData, previousFormData: "" });
      const leave = () => form.removeEventListener("w-unsaved:watch-edits", restore);
      form.addEventListener("w-unsaved:watch-edits", restore);
      form.addEventListener("w-unsaved:add", leave, { once: true });
    };
    const look = () => {
      const now = find()?.formData;
      still = isDue && now === before && document.readyState === "complete" ? still + 1 : 0;
      before = now;
      if (still >= LOOKS) begin();
    };
    const looking = setInterval(look, LOOK_EVERY);
    form.addEventListener("w-unsaved:watch-edits", wait);
    form.addEventListener("beforeinput", begin);
  }

  /* Wagtail's form says so twice. At the first time its controller can't be found yet, but the
     editor may type before the browser comes to anything else. */
  const seen = new WeakSet();
  document.addEventListener("w-unsaved:ready", ({ target }) => {
    if (!seen.has(target)) watch(target);
    seen.add(target);
  });
})();
