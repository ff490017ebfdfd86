import { afterAll } from "vitest";
import { testProduct } from "./product.ts";
import { stories } from "./stories.ts";

const product = await testProduct({ syncReplicas: 2 });
afterAll(() => product.end());

stories("the embedded log", product);
