/*
 * Comfort on top of pages that work without it. Load it in <head>, without defer, so that the
 * reader's contrast and text size are set before the first paint.
 */
(function () {
  "use strict";

  var root = document.documentElement;
  root.classList.add("egov-js");

  // Contrast and text size. Storage may be switched off: then the choice holds for the page.

  var SETTINGS = { contrast: ["high"], text: ["large", "largest"] };

  function remembered(name) {
    try {
      return localStorage.getItem("egov-" + name);
    } catch {
      return null;
    }
  }

  function choose(name, value) {
    if (SETTINGS[name].includes(value)) {
      root.setAttribute("data-egov-" + name, value);
    } else {
      root.removeAttribute("data-egov-" + name);
    }
  }

  function remember(name, value) {
    choose(name, value);
    try {
      localStorage.setItem("egov-" + name, value);
    } catch {
      // Not kept.
    }
  }

  Object.keys(SETTINGS).forEach(function (name) {
    choose(name, remembered(name));
  });

  function display(buttons) {
    function show() {
      buttons.forEach(function (button) {
        var chosen = root.getAttribute("data-egov-" + button.dataset.egovSet) || "";
        button.setAttribute("aria-pressed", String(chosen === button.dataset.egovValue));
      });
    }
    buttons.forEach(function (button) {
      button.addEventListener("click", function () {
        var isSwitch = button.dataset.egovSet === "contrast";
        var isOn = button.getAttribute("aria-pressed") === "true";
        remember(button.dataset.egovSet, isSwitch && isOn ? "" : button.dataset.egovValue);
        show();
      });
    });
    show();
  }

  // The error summary takes the focus; its links lead to the question, not only to the input.

  function errorSummary(summary) {
    if (document.activeElement !== summary) {
      summary.focus();
    }
    summary.addEventListener("click", function (event) {
      var link = event.target.closest("a[href^='#']");
      var input = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (!input) {
        return;
      }
      event.preventDefault();
      (input.closest(".egov-field") || input).scrollIntoView();
      input.focus({ preventScroll: true });
    });
  }

  // An address: the wards of the chosen province, and only what an address abroad needs.

  function address(element) {
    function part(name) {
      return element.querySelector("[data-egov-part='" + name + "']");
    }
    var country = element.querySelector("[data-egov-home]");
    var province = part("province").querySelector("select");
    var ward = part("ward").querySelector("select");
    var button = element.querySelector("[data-egov-choose]");
    var url = element.dataset.egovWardsUrl;

    function showPlace() {
      var isAbroad = !["", country.dataset.egovHome].includes(country.value);
      part("province").hidden = part("ward").hidden = isAbroad;
    }
    if (country) {
      country.addEventListener("change", showPlace);
      showPlace();
    }
    if (url) {
      button.hidden = true;
      // When the wards cannot be fetched, the button of the page without script comes back.
      province.addEventListener("change", function () {
        fillWards(ward, province, url).catch(function () {
          button.hidden = false;
        });
      });
    }
  }

  function fillWards(ward, province, url) {
    var asked = province.value;
    ward.length = 1;
    if (!asked) {
      return Promise.resolve();
    }
    ward.setAttribute("aria-busy", "true");
    return fetch(url.replace("__province__", encodeURIComponent(asked)))
      .then(function (response) {
        if (!response.ok) {
          throw new Error(String(response.status));
        }
        return response.json();
      })
      .then(function (answer) {
        if (province.value === asked) {
          ward.length = 1;
          answer.wards.forEach(function (one) {
            ward.add(new Option(one.label, one.value));
          });
        }
      })
      .finally(function () {
        ward.removeAttribute("aria-busy");
      });
  }

  // One click sends once. The button keeps its name and value, so it is not disabled.

  function sendOnce(form) {
    var status = form.querySelector("[data-egov-status]");
    form.addEventListener("submit", function (event) {
      if (form.dataset.egovSent) {
        event.preventDefault();
        return;
      }
      form.dataset.egovSent = "true";
      if (event.submitter) {
        event.submitter.setAttribute("aria-disabled", "true");
      }
      if (status) {
        status.textContent = status.dataset.egovStatus;
      }
      // A page that is stopped or fails to load leaves this one: it must not stay locked.
      setTimeout(release, 30000, form);
    });
  }

  function release(form) {
    delete form.dataset.egovSent;
    form.querySelectorAll("[aria-disabled]").forEach(function (button) {
      button.removeAttribute("aria-disabled");
    });
    form.querySelectorAll("[data-egov-status]").forEach(function (status) {
      status.textContent = "";
    });
  }

  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-egov-once]").forEach(release);
  });

  document.addEventListener("DOMContentLoaded", function () {
    function each(selector, act) {
      document.querySelectorAll(selector).forEach(act);
    }
    each("[data-egov-js]", function (element) {
      element.hidden = false;
    });
    display(Array.from(document.querySelectorAll("[data-egov-set]")));
    each(".egov-error-summary", errorSummary);
    each("[data-egov-address]", address);
    each("form[data-egov-once]", sendOnce);
    each("[data-egov-print]", function (button) {
      button.addEventListener("click", function () {
        window.print();
      });
    });
  });
})();
