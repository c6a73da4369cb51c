/** Charts: thin rules, one strong line, labels that stay legible when the picture shrinks. */
export const CHART_STYLE = `
.chart{padding:1rem 1rem .6rem;min-width:0}
figcaption{min-height:2.7rem}
.legend{display:flex;flex-wrap:wrap;gap:.1rem .9rem;color:var(--soft);font-size:.8rem}
.legend svg{width:20px;height:12px;margin-right:.35rem;vertical-align:-1px}
.chart>svg{display:block;width:100%;height:auto;margin-top:.2rem}
.c1{--s:var(--c1)}.c2{--s:var(--c2)}.c3{--s:var(--c3)}
svg .good{--s:var(--good)}svg .bad{--s:var(--bad)}svg .warn{--s:var(--warn)}svg .muted{--s:var(--muted)}
.line{fill:none;stroke:var(--s);stroke-width:1.8;stroke-linejoin:round;stroke-linecap:round;vector-effect:non-scaling-stroke}
.dash{stroke-dasharray:4 3;stroke-width:1.4}
.band{fill:var(--s);opacity:.14}
.area{fill:var(--s);opacity:.1}
.bars{fill:var(--s);opacity:.75}
.rule,.base,.event,.limit{fill:none;stroke:var(--rule);stroke-width:1}
.base{stroke:var(--muted)}.event{stroke:var(--ink);stroke-dasharray:2 3;opacity:.7}
.limit{stroke:var(--warn);stroke-dasharray:6 4}
.lane{fill:var(--bad-wash)}
svg text{font-size:12px;fill:var(--soft)}
svg text.bad{fill:var(--bad)}svg text.warn{fill:var(--warn)}
.label{fill:var(--ink);paint-order:stroke;stroke:var(--card);stroke-width:4px;stroke-linejoin:round}
svg .end,.h text{text-anchor:end}svg .mid{text-anchor:middle}
.h rect{fill:transparent}
.h path{stroke:var(--muted);stroke-width:1}
.h text{fill:var(--ink)}.h tspan[class]{fill:var(--s)}
.h path,.h text{visibility:hidden}.h:hover path,.h:hover text{visibility:visible}
details{margin-top:.2rem}
summary{cursor:pointer;color:var(--soft);font-size:.8rem;padding:.35rem 0;width:max-content}
summary:hover{color:var(--ink)}
.data{max-height:20rem;overflow:auto}
.data th,.data td{padding:.2rem .6rem;text-align:right;font-size:.8rem;font-weight:400}
@media (max-width:760px){.chart{padding:.8rem .7rem .4rem}.chart>svg text{font-size:16px}.chart>svg .name{display:none}}
`
