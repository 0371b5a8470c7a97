/**
 * Works out the SGLang launch command for a model on a platform.
 *
 * <p><b>Parcel in:</b> {@link io.stepgate.deploy.LaunchOptions}, the six choices of the config
 * generator. <b>Parcel out:</b> text of a {@link io.stepgate.deploy.Format}, through {@link
 * io.stepgate.deploy.ConfigGenerator}. Between the two stands one {@code LaunchPlan}: a list of
 * arguments, an image and notes. Renderers only lay a plan out and quote it; none of them decides
 * what is launched.
 *
 * <p><b>May import:</b> {@code json} and the JDK; {@code DeployCommand} also picocli. No
 * reflection, so native needs no hint.
 *
 * <p><b>How to extend it.</b> A model: one class that holds a {@code ModelRecipe}, as {@code
 * Step35Flash} does, and one line in {@code Recipes}. A platform: one constant in {@code Platform},
 * and a row in each recipe that was tested on it; a pair without a row is refused, never guessed. A
 * format: one constant in {@code Format} with its renderer.
 *
 * <p><b>Why this way.</b> The seed page (SGLang's cookbook page of Step-3.5) builds its command as
 * text. Text cannot be put into a YAML list or checked word by word, so here the arguments come
 * first and quoting last; a golden file holds what the page's own JavaScript answers for all 80
 * choices. The page also disagrees with itself, so each recipe row says which part of it was
 * followed, and the reader of a plan is told.
 */
package io.stepgate.deploy;
