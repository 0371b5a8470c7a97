/**
 * Reads what a request asks the model, and chooses the text that it says.
 *
 * <p><b>Parcel in:</b> a request's body. <b>Parcel out:</b> a {@code ChatCall} or {@code
 * PromptCall}, and from {@code Scripts} the model's raw text for it, markers included: the same for
 * the same request.
 *
 * <p><b>May import:</b> {@code engine}, Vert.x' JSON and the JDK.
 *
 * <p><b>How to extend:</b> a conversation is a method in {@code Scripts}; a field of a request a
 * component of {@code ChatCall} or {@code PromptCall}.
 */
package io.stepgate.simulator.script;
