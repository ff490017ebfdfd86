/** Runs in the page: texts with too little contrast to what is behind them (WCAG 2.2 1.4.3), and controls without a name (4.1.2). */
export function readabilityFaults(): string[] {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true })!;
  /** Any CSS colour over a ground, as [red, green, blue]. */
  const over = (colour: string, ground: number[]): number[] => {
    canvas.fillStyle = `rgb(${ground.join(",")})`;
    canvas.fillRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const ground = (node: Element): number[] =>
    over(getComputedStyle(node).backgroundColor, node.parentElement ? ground(node.parentElement) : [255, 255, 255]);
  const luminance = (colour: number[]): number => {
    const [red = 0, green = 0, blue = 0] = colour.map((value) =>
      value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const faults: string[] = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const parent = text.parentElement;
    if (
      !parent ||
      !text.textContent?.trim() ||
      !parent.checkVisibility({ opacityProperty: true }) ||
      parent.closest("[aria-hidden=true], .visually-hidden, .skip-link")
    )
      continue;
    const behind = ground(parent);
    const [light = 0, dark = 0] = [luminance(over(getComputedStyle(parent).color, behind)), luminance(behind)].sort((a, b) => b - a);
    const contrast = (light + 0.05) / (dark + 0.05);
    if (contrast < 4.5) faults.push(`${contrast.toFixed(2)}: ${text.textContent.slice(0, 40)} (${parent.className || parent.tagName})`);
  }
  for (const control of document.querySelectorAll("button, summary, a")) {
    if (!control.textContent?.trim() && !control.getAttribute("aria-label")) faults.push(`no name: ${control.outerHTML.slice(0, 80)}`);
  }
  return faults;
}
