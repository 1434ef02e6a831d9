// Names for what Django and its libraries draw without one: fields in the cells of a table are called by the head of
// their column, days and hours by the label of both, choices by search as the field that they stand for.
"use strict";

(() => {
  const text = (element) => (element ? element.textContent.replace(/[:：?？]\s*$/, "").trim() : "");

  const columnOf = (cell) => text(cell.closest("table").querySelectorAll("thead th")[cell.cellIndex]);

  const nameOf = (field) => {
    const label = field.labels[0] || (field.closest(".form-row") || field).querySelector("label");
    const cell = field.closest("td");
    return cell ? columnOf(cell) : text(label);
  };

  const nameFields = () => {
    for (const field of document.querySelectorAll(":is(td, .datetime) :is(input, select, textarea):not([type=hidden])")) {
      if (text(field.labels[0]) || field.hasAttribute("aria-label")) continue;
      const part = field.matches(".vDateField") ? "日期" : field.matches(".vTimeField") ? "时刻" : "";
      // 发布时间 is made of 发布日期 and 发布时刻.
      const name = nameOf(field);
      field.setAttribute("aria-label", part ? name.replace(/时间$/, "") + part : name);
    }
    for (const cell of document.querySelectorAll(".tabular td:is([class^=field], .delete), #result_list td[class^=field]")) {
      cell.dataset.label = columnOf(cell);
      cell.classList.toggle("edited", Boolean(cell.querySelector("input:not([type=hidden]), select, textarea")));
    }
    for (const select of document.querySelectorAll("select.admin-autocomplete")) {
      const drawn = select.nextElementSibling;
      if (!drawn || !drawn.classList.contains("select2")) continue;
      for (const part of drawn.querySelectorAll(".select2-selection--single, [role=textbox], .select2-search__field")) {
        part.setAttribute("aria-label", nameOf(select));
      }
    }
  };

  // Django draws its choices when jQuery finds the page ready: after that, and in the same order.
  if (window.django && window.django.jQuery) window.django.jQuery(nameFields);
  else nameFields();
  document.addEventListener("formset:added", nameFields);
})();
