// Ways to look at an answer besides the table: `{ name, class }` each, as YASR takes them.

export const plugins = [];
