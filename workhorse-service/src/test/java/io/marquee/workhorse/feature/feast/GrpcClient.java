package io.marquee.workhorse.feature.feast;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import java.util.concurrent.TimeUnit;

/** A client by grpc-java on {@link FeastProtos}. */
final class GrpcClient implements AutoCloseable {

    private final ManagedChannel channel;

    GrpcClient(int port) {
        channel =
                NettyChannelBuilder.forAddress("localhost", port).usePlaintext().build();
    }

    /**
     * Calls a method.
     *
     * @param method its service's full name, a slash, its name
     * @param answer name of the answer's message
     */
    DynamicMessage call(String method, DynamicMessage request, String answer) {
        return call(method, request, answer, CallOptions.DEFAULT);
    }

    DynamicMessage call(String method, DynamicMessage request, String answer, CallOptions options) {
        Descriptor answerType = FeastProtos.message(answer);
        MethodDescriptor<DynamicMessage, DynamicMessage> descriptor =
                MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
                        .setType(MethodDescriptor.MethodType.UNARY)
                        .setFullMethodName(method)
                        .setRequestMarshaller(ProtoUtils.marshaller(
                                DynamicMessage.getDefaultInstance(request.getDescriptorForType())))
                        .setResponseMarshaller(ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(answerType)))
                        .build();
        return ClientCalls.blockingUnaryCall(
                channel, descriptor, options.withDeadlineAfter(20, TimeUnit.SECONDS), request);
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
