package org.fragcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** States written out by hand. */
final class StateEncoderTest {
  private final Rig rig = new Rig(1, "a", "b");

  @Test
  void encodeState_ofEmptyCache_isInit() {
    assertThat(text(rig))
        .isEqualTo(
            """
            bmap=(a:>(0:>[kind|->"hole"])@@b:>(0:>[kind|->"hole"]))
            durable=[bmap|->(a:>(0:>[kind|->"hole"])@@b:>(0:>[kind|->"hole"])),\
            exists|->(a:>FALSE@@b:>FALSE),extent|-><<<<>>,<<>>>>,size|->(a:>0@@b:>0)]
            extent=<<<<>>,<<>>>>
            folio=<<[data|-><<0>>,dirty|->FALSE,index|->0,mapping|-><<"none">>,poisoned|->FALSE,refs|->0],\
            [data|-><<0>>,dirty|->FALSE,index|->0,mapping|-><<"none">>,poisoned|->FALSE,refs|->0],\
            [data|-><<0>>,dirty|->FALSE,index|->0,mapping|-><<"none">>,poisoned|->FALSE,refs|->0],\
            [data|-><<0>>,dirty|->FALSE,index|->0,mapping|-><<"none">>,poisoned|->FALSE,refs|->0],\
            [data|-><<0>>,dirty|->FALSE,index|->0,mapping|-><<"none">>,poisoned|->FALSE,refs|->0]>>
            fragment=<<[count|->0,folios|-><<>>,referrers|->{}],\
            [count|->0,folios|-><<>>,referrers|->{}]>>
            inode=(a:>"absent"@@b:>"absent")
            pin=(h:>[kind|->"none"]@@i:>[kind|->"none"])
            pte=(p:>(0:>[kind|->"none"])@@q:>(0:>[kind|->"none"]))
            size=(a:>0@@b:>0)
            slot=(a:>(0:>[kind|->"empty"])@@b:>(0:>[kind|->"empty"]))
            view=(p:>[kind|->"none"]@@q:>[kind|->"none"])
            """);
  }

  @Test
  void encodeState_ofCloneWithWrite_tellsAllKindsOfEntries() {
    rig.create("a", 1).create("b").clone("a", "b").write("b", 0, 2);
    assertThat(text(rig))
        .isEqualTo(
            """
            bmap=(a:>(0:>[extent|->1,kind|->"shared",offset|->0])\
            @@b:>(0:>[extent|->1,kind|->"shared",offset|->0]))
            durable=[bmap|->(a:>(0:>[kind|->"hole"])@@b:>(0:>[kind|->"hole"])),\
            exists|->(a:>FALSE@@b:>FALSE),extent|-><<<<>>,<<>>>>,size|->(a:>0@@b:>0)]
            extent=<<(0:>[data|-><<1>>,refs|->2]),<<>>>>
            folio=<<[data|-><<1>>,dirty|->FALSE,index|->0,mapping|-><<"fragment",1>>,poisoned|->FALSE,refs|->1],\
            [data|-><<2>>,dirty|->TRUE,index|->0,mapping|-><<"file",b>>,poisoned|->FALSE,refs|->1],\
            [data|-><<0>>,dirty|->FALSE,index|->0,mapping|-><<"none">>,poisoned|->FALSE,refs|->0],\
            [data|-><<0>>,dirty|->FALSE,index|->0,mapping|-><<"none">>,poisoned|->FALSE,refs|->0],\
            [data|-><<0>>,dirty|->FALSE,index|->0,mapping|-><<"none">>,poisoned|->FALSE,refs|->0]>>
            fragment=<<[count|->1,folios|->(0:>1),\
            referrers|->{[at|->0,file|->a,len|->1,offset|->0]}],\
            [count|->0,folios|-><<>>,referrers|->{}]>>
            inode=(a:>"incore"@@b:>"incore")
            pin=(h:>[kind|->"none"]@@i:>[kind|->"none"])
            pte=(p:>(0:>[kind|->"none"])@@q:>(0:>[kind|->"none"]))
            size=(a:>1@@b:>1)
            slot=(a:>(0:>[fragment|->1,kind|->"ref",offset|->0])\
            @@b:>(0:>[folio|->2,kind|->"own"]))
            view=(p:>[kind|->"none"]@@q:>[kind|->"none"])
            """);
  }

  @Test
  void encodeState_ofPartlyReleasedExtent_zeroesTheFreedBlock() {
    Rig two = new Rig(2, "b", "a"); // keys are sorted
    two.create("b", 3, 4).create("a").clone("b", "a");
    two.truncate("a", 1);
    two.truncate("b", 1);
    two.environment().evict("a");
    assertThat(two.variable("extent"))
        .isEqualTo("<<(0:>[data|-><<3>>,refs|->2]@@1:>[data|-><<0>>,refs|->0]),<<>>,<<>>,<<>>>>");
    assertThat(two.variable("fragment"))
        .startsWith(
            "<<[count|->1,folios|->(0:>1@@1:>0),"
                + "referrers|->{[at|->0,file|->b,len|->1,offset|->0]}],");
    assertThat(two.variable("inode")).isEqualTo("(a:>\"evicted\"@@b:>\"incore\")");
    assertThat(two.variable("size")).isEqualTo("(a:>1@@b:>1)");
  }

  @Test
  void encodeState_numbersOfTwoDigits_sortByTextWithinSets() {
    Rig wide = new Rig(12, "a");
    wide.create("a").write("a", 0, 10);
    wide.clone("a", 0, 1, "a", 2).clone("a", 0, 1, "a", 10).clone("a", 0, 1, "a", 9);
    assertThat(wide.variable("fragment"))
        .startsWith(
            "<<[count|->4,folios|->(0:>1),referrers|->{[at|->0,file|->a,len|->1,offset|->0],"
                + "[at|->10,file|->a,len|->1,offset|->0],[at|->2,file|->a,len|->1,offset|->0],"
                + "[at|->9,file|->a,len|->1,offset|->0]}]");
  }

  @Test
  void encodeState_reusedBuffer_appends() {
    StateBuffer out = new StateBuffer();
    rig.cache.encodeState(rig.scope, out);
    int once = out.length();
    rig.cache.encodeState(rig.scope, out);
    assertThat(out.length()).isEqualTo(2 * once);
    out.clear();
    rig.cache.encodeState(rig.scope, out);
    assertThat(out.contentEquals(rig.cache.encodeState(rig.scope))).isTrue();
    assertThat(out.contentEquals(new byte[once])).isFalse();
    assertThat(out.toString()).isEqualTo(text(rig));
  }

  @Test
  void encodeState_outsideTheScope_isAnError() {
    Rig two = new Rig(2, "a", "b");
    two.create("a", 1, 2).create("b");
    assertThatThrownBy(() -> two.cache.encodeState(Scope.of(List.of("a"), 2, two.data)))
        .hasMessage("state out of scope: file b, expected a file of the scope");
    assertThatThrownBy(() -> two.cache.encodeState(Scope.of(List.of("a", "b"), 1, two.data)))
        .hasMessage("state out of scope: file a with 2 blocks, expected at most 1");
    two.cache.unlink("b");
    two.create("b", 3, 4).clone("a", "b");
    two.write("a", 0, 5).write("a", 1, 6);
    two.punch("b", 1, 1);
    Rig many = new Rig(8, "a");
    many.create("a", 1, 2, 3, 4);
    assertThatThrownBy(() -> many.cache.encodeState(Scope.of(List.of("a"), 2, many.data)))
        .hasMessage("state out of scope: folio 4, expected at most 3");
  }

  @Test
  void encodeState_ofTornBlock_namesIt() {
    rig.create("a", 1);
    rig.cache.internals().folios.get(1).data().put(40, (byte) 99);
    assertThatThrownBy(() -> rig.cache.encodeState(rig.scope))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("folio 1: torn block: byte 40: word ");
    rig.cache.fsync("a");
    rig.environment().reclaimOwn("a", 0);
    assertThatThrownBy(() -> rig.cache.encodeState(rig.scope))
        .hasMessageStartingWith("store block 0: torn block: byte 40: word ");
  }

  @Test
  void encodeState_ofViewsAndPins_tellsEachByName() {
    Rig units = new Rig(FragmentCache.builder().blockSize(Rig.BLOCK), 2, 2, "a");
    units.create("a", 1, 2, 3).map("p", "a", MapKind.PRIVATE).store("p", 1, 7);
    units.map("q", "a", MapKind.SHARED).store("q", 2, 4).pin("i", "a", 3, PinKind.READ);
    assertThat(units.state())
        .contains(
            """
            pin=(h:>[kind|->"none"]@@i:>[at|->3,file|->a,folio|->2,kind|->"read"])
            pte=(p:>(0:>[data|-><<1,7>>,kind|->"copy"]@@1:>[kind|->"none"])\
            @@q:>(0:>[kind|->"none"]@@1:>[folio|->2,kind|->"folio",writable|->TRUE]))
            size=(a:>3)
            """)
        .endsWith("view=(p:>[file|->a,kind|->\"private\"]@@q:>[file|->a,kind|->\"shared\"])\n");
    Scope none = Scope.of(List.of("a"), 2, 2, List.of(), List.of(), units.data);
    assertThatThrownBy(() -> units.cache.encodeState(none))
        .hasMessage("state out of scope: view of a by p, expected one of a process of the scope");
    units.cache.process("p").unmap();
    units.cache.process("q").unmap();
    assertThatThrownBy(() -> units.cache.encodeState(none))
        .hasMessage(
            "state out of scope: pin of file a by i, expected a handle and a file of the scope");
    units.unpin("i");
    assertThat(new String(units.cache.encodeState(none), StandardCharsets.US_ASCII))
        .contains("\npin=<<>>\npte=<<>>\n")
        .endsWith("\nview=<<>>\n");
    units.cache.truncate("a", 0);
    units.cache.truncate("a", 40);
    assertThatThrownBy(() -> units.cache.encodeState(none))
        .hasMessage("state out of scope: file a of 40 bytes, expected a multiple of 32");
    assertThatThrownBy(
            () ->
                units.cache.encodeState(
                    Scope.of(List.of("a"), 2, 16, List.of(), List.of(), units.data)))
        .hasMessage(
            "state out of scope: blocks of 64 bytes, expected a multiple of 8 for each of 16"
                + " units");
  }

  @Test
  void scope_badValues_areRefused() {
    assertThatThrownBy(() -> Scope.of(List.of(), 1, rig.data))
        .hasMessage("files: none, expected at least 1");
    assertThatThrownBy(() -> Scope.of(List.of("a b"), 1, rig.data))
        .hasMessage("files: \"a b\", expected a TLA+ identifier");
    assertThatThrownBy(() -> Scope.of(List.of("a"), 0, rig.data))
        .hasMessage("blocks: 0, expected at least 1");
  }

  private static String text(Rig rig) {
    return new String(rig.cache.encodeState(rig.scope), StandardCharsets.US_ASCII);
  }
}
