/** Dates and times as a locale writes them. Making a format takes longer than a hundred uses of it, so each is made once. */

const known = new Map<string, Intl.DateTimeFormat>();

export function formatOf(locale: string | undefined, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const format = known.get(key) ?? new Intl.DateTimeFormat(locale, options);
  known.set(key, format);
  return format;
}
