package io.marquee.workhorse.feature.feast;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MessageOptions;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.TimestampProto;
import java.util.List;
import java.util.Locale;

/**
 * Feast's messages as protobuf itself knows them, from the numbers in Feast's own {@code .proto} files
 * ({@code protos/feast/types/Value.proto}, {@code protos/feast/serving}); none of the service's code takes part.
 */
final class FeastProtos {

    private static final FileDescriptor FILE = file();

    private FeastProtos() {}

    static Descriptor message(String name) {
        Descriptor message = FILE.findMessageTypeByName(name);
        if (message == null) {
            throw new IllegalArgumentException("no message '" + name + "'");
        }
        return message;
    }

    /** A message of alternating field names and values; lists for repeated fields. */
    static DynamicMessage of(String name, Object... fieldsAndValues) {
        Descriptor message = message(name);
        DynamicMessage.Builder builder = DynamicMessage.newBuilder(message);
        for (int i = 0; i < fieldsAndValues.length; i += 2) {
            builder.setField(message.findFieldByName((String) fieldsAndValues[i]), fieldsAndValues[i + 1]);
        }
        return builder.build();
    }

    static DynamicMessage value(String field, Object value) {
        return of("Value", field, value);
    }

    /** A value of one of the list or set types. */
    static DynamicMessage list(String field, Object... elements) {
        Descriptor type = message("Value").findFieldByName(field).getMessageType();
        return value(field, of(type.getName(), "val", List.of(elements)));
    }

    /** A map entry's message of a map field. */
    static DynamicMessage entry(String message, String field, Object key, Object value) {
        Descriptor entry = message(message).findFieldByName(field).getMessageType();
        return DynamicMessage.newBuilder(entry)
                .setField(entry.findFieldByName("key"), key)
                .setField(entry.findFieldByName("value"), value)
                .build();
    }

    static Object get(DynamicMessage message, String field) {
        FieldDescriptor descriptor = message.getDescriptorForType().findFieldByName(field);
        return message.getField(descriptor);
    }

    private static FileDescriptor file() {
        FileDescriptorProto.Builder file = FileDescriptorProto.newBuilder()
                .setName("feast.proto")
                .setPackage("feast")
                .setSyntax("proto3")
                .addDependency("google/protobuf/timestamp.proto");
        for (String kind : List.of("List", "Set")) {
            for (String type : List.of("bytes", "string", "int32", "int64", "double", "float", "bool")) {
                String name = type.substring(0, 1).toUpperCase(Locale.ROOT) + type.substring(1) + kind;
                file.addMessageType(shape(name, "repeated " + type + " val = 1"));
            }
        }
        file.addMessageType(shape("ZonedTimestamp", "int64 unix_timestamp = 1", "string zone = 2"));
        file.addMessageType(shape("RepeatedValue", "repeated Value val = 1"));
        file.addMessageType(shape("Map", "map Value val = 1"));
        file.addMessageType(shape("MapList", "repeated Map val = 1"));
        file.addMessageType(shape("ScalarMap", "repeated Value val = 1"));
        file.addMessageType(value());
        file.addMessageType(shape("FeatureList", "repeated string val = 1"));
        file.addMessageType(shape(
                "GetOnlineFeaturesRequest",
                "string feature_service = 1",
                "FeatureList features = 2",
                "map RepeatedValue entities = 3",
                "bool full_feature_names = 4",
                "map RepeatedValue request_context = 5",
                "bool include_feature_view_version_metadata = 6"));
        file.addMessageType(shape("Metadata", "FeatureList feature_names = 1"));
        file.addMessageType(shape(
                "FeatureVector",
                "repeated Value values = 1",
                "repeated FieldStatus statuses = 2",
                "repeated google.protobuf.Timestamp event_timestamps = 3"));
        file.addMessageType(shape(
                "GetOnlineFeaturesResponse",
                "Metadata metadata = 1",
                "repeated FeatureVector results = 2",
                "bool status = 3"));
        file.addMessageType(shape("GetFeastServingInfoRequest"));
        file.addMessageType(shape("GetFeastServingInfoResponse", "string version = 1"));
        file.addMessageType(shape(
                "PushRequest",
                "map string features = 1",
                "string stream_feature_view = 2",
                "bool allow_registry_cache = 3",
                "string to = 4",
                "map Value typed_features = 5"));
        file.addMessageType(shape("PushResponse", "bool status = 1"));
        file.addMessageType(shape(
                "WriteToOnlineStoreRequest",
                "map string features = 1",
                "string feature_view_name = 2",
                "bool allow_registry_cache = 3",
                "map Value typed_features = 4"));
        file.addMessageType(shape("WriteToOnlineStoreResponse", "bool status = 1"));
        EnumDescriptorProto.Builder status = EnumDescriptorProto.newBuilder().setName("FieldStatus");
        List<String> names = List.of("INVALID", "PRESENT", "NULL_VALUE", "NOT_FOUND", "OUTSIDE_MAX_AGE");
        for (int i = 0; i < names.size(); i++) {
            status.addValue(
                    EnumValueDescriptorProto.newBuilder().setName(names.get(i)).setNumber(i));
        }
        file.addEnumType(status);
        try {
            return FileDescriptor.buildFrom(file.build(), new FileDescriptor[] {TimestampProto.getDescriptor()});
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DescriptorProto value() {
        DescriptorProto.Builder value = shape(
                "Value",
                "bytes bytes_val = 1",
                "string string_val = 2",
                "int32 int32_val = 3",
                "int64 int64_val = 4",
                "double double_val = 5",
                "float float_val = 6",
                "bool bool_val = 7",
                "int64 unix_timestamp_val = 8",
                "BytesList bytes_list_val = 11",
                "StringList string_list_val = 12",
                "Int32List int32_list_val = 13",
                "Int64List int64_list_val = 14",
                "DoubleList double_list_val = 15",
                "FloatList float_list_val = 16",
                "BoolList bool_list_val = 17",
                "Int64List unix_timestamp_list_val = 18",
                "int32 null_val = 19",
                "Map map_val = 20",
                "MapList map_list_val = 21",
                "BytesSet bytes_set_val = 22",
                "StringSet string_set_val = 23",
                "Int64Set int64_set_val = 25",
                "DoubleSet double_set_val = 26",
                "string json_val = 32",
                "StringList json_list_val = 33",
                "string uuid_val = 36",
                "RepeatedValue list_val = 42",
                "RepeatedValue set_val = 43",
                "string decimal_val = 44",
                "ScalarMap scalar_map_val = 47",
                "ZonedTimestamp zoned_timestamp_val = 48")
                .toBuilder();
        value.addOneofDecl(OneofDescriptorProto.newBuilder().setName("val"));
        value.getFieldBuilderList().forEach(field -> field.setOneofIndex(0));
        return value.build();
    }

    /** A message of fields written as {@code [repeated|map] type name = number}; a map's keys are text. */
    private static DescriptorProto shape(String name, String... fields) {
        DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(name);
        for (String field : fields) {
            String[] words = field.split(" ");
            boolean map = words[0].equals("map");
            boolean repeated = map || words[0].equals("repeated");
            String type = words[repeated ? 1 : 0];
            FieldDescriptorProto.Builder proto = FieldDescriptorProto.newBuilder()
                    .setName(words[repeated ? 2 : 1])
                    .setNumber(Integer.parseInt(words[words.length - 1]))
                    .setLabel(repeated ? Label.LABEL_REPEATED : Label.LABEL_OPTIONAL);
            if (map) {
                String entry = entryName(proto.getName());
                DescriptorProto.Builder nested = shape(entry, "string key = 1", type + " value = 2").toBuilder();
                message.addNestedType(
                        nested.setOptions(MessageOptions.newBuilder().setMapEntry(true)));
                proto.setType(Type.TYPE_MESSAGE).setTypeName(".feast." + name + "." + entry);
            } else {
                setType(proto, type);
            }
            message.addField(proto);
        }
        return message.build();
    }

    private static void setType(FieldDescriptorProto.Builder proto, String type) {
        if (type.equals("FieldStatus")) {
            proto.setType(Type.TYPE_ENUM).setTypeName(".feast." + type);
        } else if (type.contains(".")) {
            proto.setType(Type.TYPE_MESSAGE).setTypeName("." + type);
        } else if (Character.isUpperCase(type.charAt(0))) {
            proto.setType(Type.TYPE_MESSAGE).setTypeName(".feast." + type);
        } else {
            proto.setType(Type.valueOf("TYPE_" + type.toUpperCase(Locale.ROOT)));
        }
    }

    private static String entryName(String field) {
        StringBuilder name = new StringBuilder();
        for (String word : field.split("_")) {
            name.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
        }
        return name.append("Entry").toString();
    }
}
