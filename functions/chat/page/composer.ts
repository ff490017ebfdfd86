/** The message field: Enter sends, Shift+Enter breaks the line, arrow up in an empty field brings the last message back. */
export type Composer = { focus(): void; put(text: string): void };

export type ComposerOptions = {
  form: HTMLFormElement;
  field: HTMLTextAreaElement;
  say(text: string): void;
  /** Told of every change of the text. */
  onText(text: string): void;
  /** Told that a text stays in the field, because a message cannot hold it. */
  onTooLong(length: number, most: number): void;
};

const MOST_CHARACTERS = 10_000;

export function openComposer({ form, field, say, onText, onTooLong }: ComposerOptions): Composer {
  const said: string[] = [];
  let back = 0;

  const put = (text: string) => {
    field.value = text;
    field.focus();
    field.setSelectionRange(text.length, text.length);
    onText(text);
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (!text) return;
    // As the contract counts: characters, not code units.
    const { length } = [...text];
    if (length > MOST_CHARACTERS) return onTooLong(length, MOST_CHARACTERS);
    said.push(text);
    back = 0;
    put("");
    say(text);
  });
  field.addEventListener("input", () => {
    back = 0;
    onText(field.value);
  });
  field.addEventListener("keydown", (event) => {
    // While an input method composes a word, Enter belongs to it.
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      form.requestSubmit();
    } else if (event.key === "ArrowUp" && (field.value === "" || back > 0) && back < said.length) {
      event.preventDefault();
      back += 1;
      put(said.at(-back) ?? "");
    } else if (event.key === "ArrowDown" && back > 0) {
      event.preventDefault();
      back -= 1;
      put(back === 0 ? "" : (said.at(-back) ?? ""));
    } else if (event.key === "Escape") field.blur();
  });
  return { focus: () => field.focus(), put };
}
