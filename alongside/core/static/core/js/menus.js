// Menus are <details class="menu">: they close when one presses elsewhere, leaves with the keyboard, or presses Escape.
const openMenus = () => document.querySelectorAll("details.menu[open]");
const closeAllBut = (inside) => openMenus().forEach((menu) => menu.contains(inside) || menu.removeAttribute("open"));

document.addEventListener("click", (event) => closeAllBut(event.target));
document.addEventListener("focusin", (event) => closeAllBut(event.target));
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest("details.menu[open]");
  if (!menu) return;
  menu.removeAttribute("open");
  menu.querySelector("summary").focus();
});
