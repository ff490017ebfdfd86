/** The page's pictograms: strokes on a 24 by 24 grid in the colour of the text around them. */

const PATHS = {
  check: "M5 12.5l4.5 4.5L19 7.5",
  repeat: "M17 2.5l3 3-3 3M4 11V9.5a4 4 0 014-4h12M7 21.5l-3-3 3-3M20 13v1.5a4 4 0 01-4 4H4",
  bell: "M6 16V11a6 6 0 0112 0v5l1.5 2h-15zM10 20.5a2 2 0 004 0",
  clock: "M12 3.5a8.5 8.5 0 100 17 8.5 8.5 0 000-17zM12 7.5V12l3 2",
  calendar: "M4.5 6h15v14h-15zM4.5 10h15M8.5 3.5V7M15.5 3.5V7",
  skip: "M6 6l7 6-7 6zM17.5 6v12",
  trash: "M4.5 6.5h15M9.5 6.5v-2h5v2M6.5 6.5l1 13.5h9l1-13.5M10 10.5v6M14 10.5v6",
  undo: "M8.5 5L4 9.5 8.5 14M4 9.5h10a5.5 5.5 0 010 11h-3",
  send: "M4 12h15M13 5.5l6.5 6.5-6.5 6.5",
  close: "M6 6l12 12M18 6L6 18",
  moon: "M19.5 14.5A8 8 0 019.5 4.5a8 8 0 1010 10z",
  sun: "M12 8a4 4 0 100 8 4 4 0 000-8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4",
  person: "M12 4a4 4 0 100 8 4 4 0 000-8zM4.5 20.5a7.5 7.5 0 0115 0",
  chat: "M4 5h16v11H11l-4.5 4v-4H4z",
  list: "M9 6.5h11M9 12h11M9 17.5h11M4 6.5h1M4 12h1M4 17.5h1",
  settings: "M4 8h9M17 8h3M15 6v4M4 16h3M11 16h9M9 14v4",
  chevron: "M9 6l6 6-6 6",
} as const;

export type IconName = keyof typeof PATHS;

const SVG = "http://www.w3.org/2000/svg";

const drawn = new Map<IconName, SVGSVGElement>();

/** A pictogram that assistive technology passes over: the button or text around it says what it means. */
export function icon(name: IconName): SVGSVGElement {
  const first = drawn.get(name) ?? draw(name);
  drawn.set(name, first);
  return first.cloneNode(true) as SVGSVGElement;
}

function draw(name: IconName): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
