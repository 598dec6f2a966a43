package org.fragcache.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.util.function.IntConsumer;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The classes of the cache anew, as they are or so that {@code Steps} takes null for its listener
 * wherever it looks at it: the compiler leaves the rest of that out.
 */
final class StepsLoader extends ClassLoader {
  private static final String OURS = "org.fragcache.";
  private static final String STEPS = OURS + "Steps";
  private static final String FIELD = "listener";

  private final boolean strips;
  private int stripped;

  private StepsLoader(boolean strips) {
    super(StepsLoader.class.getClassLoader());
    this.strips = strips;
  }

  /**
   * The calls of {@link ListenerCalls}, on a cache of these classes.
   *
   * @param strips whether no listener can be asked
   * @param listens whether there is a listener, one that does nothing
   */
  static IntConsumer load(boolean strips, boolean listens) {
    StepsLoader loader = new StepsLoader(strips);
    try {
      Constructor<?> maker =
          loader.loadClass(ListenerCalls.class.getName()).getDeclaredConstructor(boolean.class);
      maker.setAccessible(true);
      IntConsumer calls = (IntConsumer) maker.newInstance(listens);
      if (strips == (loader.stripped == 0)) {
        throw new IllegalStateException(
            STEPS + ": its listener is looked at " + loader.stripped + " times, expected more");
      }
      return calls;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(OURS)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : define(name);
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = in.readAllBytes();
      byte[] defined = strips && name.equals(STEPS) ? strip(bytes) : bytes;
      return defineClass(name, defined, 0, defined.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] strip(byte[] bytes) {
    ClassReader reader = new ClassReader(bytes);
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    reader.accept(new Stripper(writer), 0);
    return writer.toByteArray();
  }

  private final class Stripper extends ClassVisitor {
    Stripper(ClassWriter writer) {
      super(Opcodes.ASM9, writer);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      MethodVisitor to = super.visitMethod(access, name, descriptor, signature, exceptions);
      return new MethodVisitor(Opcodes.ASM9, to) {
        @Override
        public void visitFieldInsn(int opcode, String owner, String field, String type) {
          if (opcode == Opcodes.GETFIELD && field.equals(FIELD)) {
            stripped++;
            super.visitInsn(Opcodes.POP);
            super.visitInsn(Opcodes.ACONST_NULL);
          } else {
            super.visitFieldInsn(opcode, owner, field, type);
          }
        }
      };
    }
  }
}
