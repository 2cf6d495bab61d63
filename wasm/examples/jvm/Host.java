// A whole host: `java -cp jna.jar Host.java LIBWASMTIME FILE.wasm VERB < call.json`, on wasmtime's C library by JNA.
import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import static java.nio.charset.StandardCharsets.UTF_8;

public final class Host {
    private final NativeLibrary wasmtime;
    private final Pointer context;
    private final Memory instance = new Memory(16); // wasmtime_instance_t

    Host(String library, byte[] file) {
        wasmtime = NativeLibrary.getInstance(library);
        Pointer engine = pointer("wasm_engine_new");
        context = pointer("wasmtime_store_context", pointer("wasmtime_store_new", engine, null, null));
        PointerByReference module = new PointerByReference();
        done("wasmtime_module_new", engine, file, (long) file.length, module);
        Pointer linker = pointer("wasmtime_linker_new", engine);
        // The JavaScript door's imports; this path never reaches them.
        done("wasmtime_linker_define_unknown_imports_as_traps", linker, module.getValue());
        done("wasmtime_linker_instantiate", linker, context, module.getValue(), instance, new PointerByReference());
    }

    String answer(byte[] file, byte[] verb, byte[] call) throws Exception {
        long verbAt = put(verb), callAt = put(call);
        long packed = call("call", verbAt, verb.length, callAt, call.length);
        long at = packed >>> 32, length = packed & 0xffffffffL;
        byte[] said = memory().getByteArray(at, (int) length);
        call("free", verbAt, verb.length);
        call("free", callAt, call.length);
        call("free", at, length);
        String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
        return "{\"engine\":\"sha256:" + digest + "\"," + new String(said, 1, said.length - 1, UTF_8);
    }

    private long put(byte[] text) {
        long at = call("alloc", text.length) & 0xffffffffL;
        memory().write(at, text, 0, text.length);
        return at;
    }

    /** Words lie 16 bytes apart (wasmtime_val_raw_t), the result where the first of them was. */
    private long call(String name, long... words) {
        Memory raw = new Memory(16L * Math.max(words.length, 1));
        for (int i = 0; i < words.length; i++) raw.setLong(16L * i, words[i]);
        PointerByReference trap = new PointerByReference();
        done("wasmtime_func_call_unchecked", context, export(name), raw, raw.size() / 16, trap);
        if (trap.getValue() != null) throw new IllegalStateException("trap in " + name);
        return raw.getLong(0);
    }

    /** The guest's memory, anew each time: it moves when it grows. */
    private Pointer memory() {
        return pointer("wasmtime_memory_data", context, export("memory"));
    }

    /** What a wasmtime_extern_t holds, behind its kind. */
    private Pointer export(String name) {
        Memory found = new Memory(32);
        byte[] text = name.getBytes(UTF_8);
        int there = of("wasmtime_instance_export_get").invokeInt(new Object[] {context, instance, text, (long) text.length, found});
        if ((there & 1) == 0) throw new IllegalStateException("no export " + name);
        return found.share(8);
    }

    private Function of(String name) {
        return wasmtime.getFunction(name);
    }

    private Pointer pointer(String name, Object... with) {
        return of(name).invokePointer(with);
    }

    private void done(String name, Object... with) {
        if (pointer(name, with) != null) throw new IllegalStateException(name + " failed");
    }

    public static void main(String[] words) throws Exception {
        byte[] file = Files.readAllBytes(Path.of(words[1])), call = System.in.readAllBytes();
        System.out.write(new Host(words[0], file).answer(file, words[2].getBytes(UTF_8), call).getBytes(UTF_8));
        System.out.flush();
    }
}
