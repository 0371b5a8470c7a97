/**
 * Answers like an SGLang v0.5.18 server that runs Step-3.5-Flash, with chosen text, timing and
 * misbehaviour. No GPU, no model: it is what development, tests and the benchmark's dry runs talk
 * to.
 *
 * <p><b>Parcel in:</b> an HTTP request on the simulator's own port. <b>Parcel out:</b> the frames
 * and JSON bodies of an SGLang server. Inside, a request becomes a {@code ChatCall} or {@code
 * PromptCall}, {@code Scripts} choose a {@code ScriptedReply}, which is cut to tokens as an {@code
 * EngineOutput}; {@code SimulatedEngine} hands those out at the pace of {@code EngineTiming} to a
 * {@code ServedChatStream} or one of its sisters, which write the frames.
 *
 * <p><b>May import:</b> {@code openai}, bare Vert.x and the JDK; {@code SimulateCommand} also the
 * command-line library, {@code SimulatorStarter} and {@code SimulatorConfig} alone the container.
 * It must not import {@code parse}: a server that splits its text with the gateway's own code would
 * prove nothing about the gateway.
 *
 * <p><b>How to extend:</b> a conversation is a method in {@code Scripts}; a fault a constant in
 * {@code FaultInjection.Kind}, with its effect in {@code FaultInjector} (before the answer) or
 * {@code FaultyStream} (during it); what befalls the whole server a constant in {@code
 * ServerState}, entered by {@code POST /simulate} with {@code {"state":"draining"}}; a timing
 * profile a constant in {@code TimingProfile} with its rows; an endpoint one line in {@code
 * Routes}.
 *
 * <p><b>Why one event loop:</b> every simulator lives on a single Vert.x context, so engine,
 * vocabulary and prefix cache need no locks, and one stream costs one timer. Only the counters that
 * tests read cross threads.
 */
package io.stepgate.simulator;
