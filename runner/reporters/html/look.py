"""The page's style sheet; both palettes keep a contrast of at least 4.5 to 1."""

STYLE = """
:root { color-scheme: light dark;
  --ground: light-dark(#ffffff, #15181c); --text: light-dark(#1c2024, #e6e8ea);
  --quiet: light-dark(#596068, #a3abb3); --line: light-dark(#8a929a, #6b747d);
  --panel: light-dark(#f4f5f7, #20252b); --good: light-dark(#17692f, #6fd08c);
  --bad: light-dark(#b3141f, #ff9a94); --odd: light-dark(#7a4f00, #f0c060); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
header, main, footer { max-width: 60rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.6rem; margin: 0; } h2 { font-size: 1.2rem; } h3 { font-size: 1.05rem; margin: 0; }
.skip { position: absolute; left: -99rem; } .skip:focus { left: 1rem; top: 1rem; background: var(--ground); }
.quiet { color: var(--quiet); } .passed { color: var(--good); } .failed { color: var(--bad); }
.errored { color: var(--odd); } .skipped, .not_run { color: var(--quiet); }
.verdict { font-size: 1.2rem; font-weight: 600; }
ol.checks { list-style: none; padding: 0; } ol.checks > li { border-top: 1px solid var(--line); padding: 1rem 0; }
table { border-collapse: collapse; } th, td { text-align: left; padding: .2rem .8rem .2rem 0;
  border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
ol.exchanges { padding-left: 1.5rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; margin: .6rem 0; }
dt { color: var(--quiet); } dd { margin: 0; overflow-wrap: anywhere; }
.two { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(18rem, 100%), 1fr)); gap: .6rem; }
.two > * { min-width: 0; } .two h4 { margin: .4rem 0 0; font-size: .95rem; }
pre { background: var(--panel); border: 1px solid var(--line); border-radius: 4px; padding: .5rem; margin: .3rem 0;
  overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; font: .9rem/1.4 ui-monospace, monospace; }
pre:focus-visible, summary:focus-visible, a:focus-visible { outline: 3px solid var(--text); outline-offset: 2px; }
summary { cursor: pointer; min-height: 24px; }
svg { display: block; width: 100%; max-width: 40rem; height: auto; margin: .6rem 0; }
svg text { fill: var(--text); font: 13px system-ui, sans-serif; } svg line { stroke: var(--line); }
svg .arrow { stroke: var(--text); stroke-width: 1.5; } svg .head { fill: var(--text); }
svg .wrong .arrow { stroke: var(--bad); stroke-width: 3; } svg .wrong .head, svg .wrong text { fill: var(--bad); }
@media print { details { display: block; } }
"""
