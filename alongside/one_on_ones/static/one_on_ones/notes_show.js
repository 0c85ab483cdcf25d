// Puts a new text into a text area where somebody may be: the smallest change, and the caret stays at its words.
const ANCHOR = 24;

function common(one, other) {
  const most = Math.min(one.length, other.length);
  let start = 0;
  while (start < most && one[start] === other[start]) start += 1;
  let end = 0;
  while (end < most - start && one[one.length - 1 - end] === other[other.length - 1 - end]) end += 1;
  return { start, end };
}

// Where a place in the old text lies in the new one: outside of the change by counting, inside of it by the words
// before it, as many as are found.
function moved(place, before, after, { start, end }) {
  if (place <= start) return place;
  if (place >= before.length - end) return place + after.length - before.length;
  for (let length = Math.min(ANCHOR, place); length > 0; length -= 1) {
    const found = after.indexOf(before.slice(place - length, place), Math.max(0, start - length));
    if (found >= 0) return found + length;
  }
  return start;
}

function show(area, text) {
  const before = area.value;
  if (before === text) return;
  const same = common(before, text);
  const { selectionStart, selectionEnd, selectionDirection, scrollTop } = area;
  area.setRangeText(text.slice(same.start, text.length - same.end), same.start, before.length - same.end);
  if (area !== document.activeElement) return;
  const [from, to] = [selectionStart, selectionEnd].map((place) => moved(place, before, text, same));
  area.setSelectionRange(from, to, selectionDirection);
  area.scrollTop = scrollTop;
}

document.addEventListener("alongside:note-text", ({ target, detail }) => show(target.querySelector("textarea"), detail));
