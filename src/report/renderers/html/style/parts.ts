/** The parts of the page: verdict, large numbers, tables, notices, facts. */
export const PARTS = `
.brand{color:var(--soft);font-size:.8rem;font-weight:600;letter-spacing:.09em;text-transform:uppercase}
.verdict{display:flex;align-items:center;gap:1.5rem;padding:1.35rem 1.6rem;color:var(--ink);border-width:1px 1px 1px 6px}
.verdict.good{background:var(--good-wash);border-color:var(--good)}.verdict.bad{background:var(--bad-wash);border-color:var(--bad)}.verdict.warn{background:var(--warn-wash);border-color:var(--warn)}
.word{font-size:1.9rem;line-height:1;font-weight:750;letter-spacing:-.01em;text-transform:uppercase}
.good .word{color:var(--good)}.bad .word{color:var(--bad)}.warn .word{color:var(--warn)}
.why{font-size:1.05rem;overflow-wrap:anywhere;min-width:0}
.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(200px,1fr));gap:.75rem 1.5rem;margin-top:1.4rem;font-size:.86rem}
dt{color:var(--soft);font-size:.8rem}
.facts dd{overflow-wrap:anywhere}
.kpis{display:grid;grid-template-columns:repeat(4,minmax(0,1fr));gap:12px;margin-bottom:16px}
.kpi{padding:.85rem 1rem .75rem;display:flex;flex-direction:column;min-width:0;color:var(--ink)}
.kpi .value{font-size:1.75rem;line-height:1.25;font-weight:620;letter-spacing:-.02em;white-space:nowrap}
.kpi.bad .value{color:var(--bad)}
.kpi small{font-size:.52em;font-weight:500;letter-spacing:0;color:var(--soft);white-space:normal}
.kpi .note{color:var(--soft);font-size:.78rem;line-height:1.35}
.trend{margin-top:auto;padding-top:.6rem}.trend svg{display:block;width:100%;height:26px}
table{border-collapse:collapse;width:100%;font-size:.9rem}
caption{text-align:left;padding:.85rem 1rem .3rem;color:var(--soft);font-size:.82rem}
th,td{padding:.48rem 1rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--rule)}
thead th{color:var(--soft);font-weight:500;font-size:.8rem;white-space:nowrap;vertical-align:bottom}
tbody th{font-weight:500}
tbody tr:last-child>*{border-bottom:0}
tfoot>tr>*{border-top:1px solid var(--edge);border-bottom:0;font-weight:600}
.r{text-align:right;white-space:nowrap}
td small,th small{display:block;color:var(--soft);font-weight:400;font-size:.8rem}
td:last-child code{overflow-wrap:anywhere}td:last-child:has(code){min-width:15rem}
td:last-child{min-width:7rem}
tbody th{min-width:5.5rem}
section>.card+.card,section>.card+.text,section>.grid+*,.notices{margin-top:14px}
.meter{position:relative;display:block;height:5px;width:110px;margin:.3rem 0 .2rem auto;border-radius:3px;background:var(--rule)}
.meter::after{content:"";position:absolute;left:80%;top:-3px;height:11px;width:2px;background:var(--ink)}
.meter i{display:block;height:100%;border-radius:3px;background:currentColor}
.notices{display:grid;gap:10px}
.notice{padding:.85rem 1.1rem;border-left-width:5px;color:var(--ink);overflow-wrap:anywhere}
.notice.bad{border-left-color:var(--bad)}.notice.warn{border-left-color:var(--warn)}.notice.good{border-left-color:var(--good)}
.fix{margin-top:.35rem;color:var(--soft)}.fix b{color:var(--ink);font-weight:600}
.health{display:grid;grid-template-columns:repeat(auto-fill,minmax(250px,1fr));gap:1rem 1.5rem;padding:1.1rem 1.2rem}
.health b{display:block;font-weight:600;overflow-wrap:anywhere}.health small{color:var(--soft);font-size:.8rem}
pre{margin:0 0 14px;padding:1rem 1.2rem;overflow:auto;max-height:26rem;line-height:1.5}
@media (max-width:760px){.kpis{grid-template-columns:repeat(2,minmax(0,1fr))}.kpi{padding:.7rem .8rem}.kpi .value{font-size:1.45rem}
.verdict{flex-direction:column;align-items:flex-start;gap:.6rem;padding:1.1rem 1.2rem}th,td{padding:.45rem .65rem}tbody th,tfoot th{position:sticky;left:0;z-index:1;background:var(--card);max-width:11rem;box-shadow:1px 0 var(--rule)}tbody th small{min-width:9rem}caption{padding-inline:.7rem}
.facts{grid-template-columns:repeat(2,minmax(0,1fr))}}
`
