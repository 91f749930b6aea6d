/** The looks of a drawing, for a file; the page has them in its own style sheet. On paper it is always light. */
const light = `
--ground:#fffefb;--surface:#fffefb;--sunk:#ebe8e1;--line:#d9d4ca;--ink:#22261f;--quiet:#5c6058;--accent:#1c6b52;
--accent-soft:#dcefe6;--good:#1c6b3f;--bad:#a8321f;--bad-soft:#fbe6e1;--warn:#7d5300;--warn-soft:#fbf0d6;--info:#2a5c93;`
const dark = `
--ground:#1d211e;--surface:#1d211e;--sunk:#262b27;--line:#363d38;--ink:#e8ebe4;--quiet:#a3aaa1;--accent:#7cd0b0;
--accent-soft:#1f3a31;--good:#83d3a2;--bad:#ff9f8c;--bad-soft:#40231d;--warn:#eec373;--warn-soft:#3a2f18;--info:#93c0ef;`

export const style = `
svg{${light}}
@media screen and (prefers-color-scheme:dark){svg{${dark}}}
text{font:13px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;fill:var(--ink)}
.ground{fill:var(--ground)}
.title{font-size:17px;font-weight:650}
.outcome{fill:var(--quiet)}
.party{fill:var(--sunk);stroke:var(--line)}
.name{font-size:13px;font-weight:600}
.time{font-size:12px;fill:var(--quiet);font-variant-numeric:tabular-nums}
.lifeline{stroke:var(--line);stroke-width:1.5}
.arrow{stroke:var(--ink);stroke-width:1.5}
.arrow.back{stroke-dasharray:5 4;stroke:var(--quiet)}
.arrowHead{fill:var(--ink)}
.cross{stroke:var(--ink);stroke-width:2;fill:none}
.label{paint-order:stroke;stroke:var(--surface);stroke-width:5px;stroke-linejoin:round}
.note{fill:var(--sunk);stroke:var(--line)}
.note.money{fill:var(--accent-soft);stroke:var(--accent)}
.note.clock{fill:var(--surface);stroke:var(--quiet);stroke-dasharray:2 4}
.noteWhy{font-size:12px;fill:var(--quiet)}
.arrow.good{stroke:var(--good)}.arrowHead.good,.label.good,.noteText.good{fill:var(--good)}
.arrow.bad,.cross.bad{stroke:var(--bad)}.arrowHead.bad,.label.bad,.noteText.bad,.whyText.bad{fill:var(--bad)}
.label.bad,.noteText.bad{font-weight:600}
.note.bad,.why.bad{fill:var(--bad-soft);stroke:var(--bad)}
.arrow.warn{stroke:var(--warn)}.arrowHead.warn,.label.warn,.noteText.warn,.whyText.warn{fill:var(--warn)}
.note.warn,.why.warn{fill:var(--warn-soft);stroke:var(--warn)}
.why{fill:var(--sunk);stroke:var(--line)}
`
