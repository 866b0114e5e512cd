export { irsaAnnotations, type IrsaAnnotationsProps } from "./annotations";
export { serviceAccountManifest } from "./manifest";
export { ServiceAccount, type ServiceAccountProps } from "./service-account";
