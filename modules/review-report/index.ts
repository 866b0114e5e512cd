export { htmlReport, type HtmlReportProps } from "./html/report";
export {
  jsonReport,
  jsonReportJsonSchema,
  type JsonReportProps,
} from "./json/report";
export { markdownReport, type MarkdownReportProps } from "./markdown/report";
export { refusalReport, type RefusalReportProps } from "./markdown/refusal";
export { riskReference } from "./markdown/risk-reference";
export { commentMarker } from "./marker";
