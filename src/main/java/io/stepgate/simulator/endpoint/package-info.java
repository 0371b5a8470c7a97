/**
 * The paths of an SGLang server, and what befalls the whole server.
 *
 * <p><b>Parcel in:</b> an HTTP request. <b>Parcel out:</b> its answer, from the engine if the path
 * generates. {@code HttpFront} asks for the key and finds the {@code Route}; a handler reads the
 * call, lets {@code fault} have its way, and gives the scripted text to the engine.
 *
 * <p><b>May import:</b> all floors below, bare Vert.x and the JDK.
 *
 * <p><b>How to extend:</b> an endpoint is one line in {@code Routes}; what befalls the whole server
 * a constant in {@code ServerState}, entered by {@code POST /simulate} with {@code
 * {"state":"draining"}}.
 */
package io.stepgate.simulator.endpoint;
