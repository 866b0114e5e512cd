export {
  ExistingOidcProvider,
  type ExistingOidcProviderProps,
} from "./existing-oidc-provider";
export { OidcProvider, type OidcProviderProps } from "./oidc-provider";
