/** The page's only style sheet. Nothing in it is loaded from elsewhere. */
export const style = `
:root {
  color-scheme: light dark;
  --text: light-dark(#1f2328, #e6edf3);
  --faint: light-dark(#57606a, #9da7b3);
  --page: light-dark(#ffffff, #0d1117);
  --raised: light-dark(#f3f5f7, #161b22);
  --line: light-dark(#c9d1d9, #3d444d);
  --link: light-dark(#0550ae, #79b8ff);
  --high: light-dark(#a40e26, #ff9a94);
  --medium: light-dark(#7a4a00, #f0c060);
  --gain: light-dark(#0f5f2c, #7ee29b);
  --alarm: light-dark(#ffebe9, #3c1618);
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 78rem; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif; color: var(--text); background: var(--page); overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; margin: 0 0 .5rem; }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 0; display: inline; font-weight: 600; }
h4 { font-size: .875rem; margin: .75rem 0 .25rem; color: var(--faint); }
a { color: var(--link); }
p { margin: .5rem 0; }
code, pre { font: .875em/1.5 ui-monospace, monospace; }
code { overflow-wrap: anywhere; background: var(--raised); border-radius: 3px; padding: 0 .2em; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--raised); padding: .5rem; margin: .25rem 0; border-radius: 4px; }
ul { margin: .25rem 0; padding-left: 1.25rem; }
.alarm { border: 2px solid var(--high); background: var(--alarm); padding: .5rem 1rem; margin: 1rem 0; border-radius: 4px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { overflow-wrap: normal; text-align: left; vertical-align: top; padding: .25rem .5rem; border-bottom: 1px solid var(--line); }
th[scope=row] code { white-space: nowrap; }
thead th { white-space: nowrap; }
td.number, th.number { text-align: right; }
article { border: 1px solid var(--line); border-radius: 4px; padding: .5rem .75rem; margin: .5rem 0; break-inside: avoid-page; }
article header { display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: baseline; }
article header > * { min-width: 0; }
.faint { color: var(--faint); }
.high, .loses { color: var(--high); font-weight: 600; }
.medium { color: var(--medium); font-weight: 600; }
.gains { color: var(--gain); font-weight: 600; }
.risk { border-left: 4px solid var(--line); padding-left: .5rem; margin: .5rem 0; }
.risk.is-high { border-color: var(--high); }
.risk.is-medium { border-color: var(--medium); }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(22rem, 100%), 1fr)); gap: 0 1rem; }
.columns > div { min-width: 0; }
summary { cursor: pointer; color: var(--link); }
@media print {
  :root { color-scheme: light; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  details::details-content { content-visibility: visible; display: block; }
  summary { list-style: none; color: inherit; }
}
`;
