export {
  loadEnvironments,
  type Loaded,
  type LoadProps,
} from "./load-environments";
