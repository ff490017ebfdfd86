const ISO_8601 = /^PT(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?$/;

/** The milliseconds of an ISO 8601 duration of hours, minutes and seconds: "PT0.5S" → 500. */
export function durationMs(text: string): number {
  const [, hours, minutes, seconds] = ISO_8601.exec(text) ?? [];
  if (hours === undefined && minutes === undefined && seconds === undefined) {
    throw new Error(`${JSON.stringify(text)} is no duration: expected something like PT0.5S or PT1M.`);
  }
  return Math.round((Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0)) * 1000);
}
