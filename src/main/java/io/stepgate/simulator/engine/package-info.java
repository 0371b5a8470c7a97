/**
 * Stands in for the model and its scheduler: says given tokens at a chosen pace.
 *
 * <p><b>Parcel in:</b> an {@code EngineOutput} for each choice, with the ids by which it can be
 * aborted. <b>Parcel out:</b> its chunks, one step after the other, to an {@code EngineListener},
 * and why each choice ended.
 *
 * <p>What every floor above reads stands here too: the {@code SimulatorOptions} that the server was
 * started with, the {@code Tokenizer} and its markers, the fault {@code BadRequest} and the
 * spelling of JSON.
 *
 * <p><b>May import:</b> bare Vert.x and the JDK.
 *
 * <p><b>How to extend:</b> a timing profile is a constant in {@code TimingProfile} with its rows in
 * {@code EngineTiming}; an option of the server a component of {@code SimulatorOptions} and a
 * method of its builder.
 */
package io.stepgate.simulator.engine;
