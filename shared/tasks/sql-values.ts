/** The parameters of a statement, in the order of their numbers. */
export type Values = unknown[];

/** Adds a parameter; answers its place in the text: "$3". */
export const bind = (values: Values, value: unknown): string => `$${values.push(value)}`;
