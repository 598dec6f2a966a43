package org.fragcache;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The cache stands alone: no specification, no library. */
final class LayeringTest {
  private static final JavaClasses CACHE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.fragcache");

  @Test
  void cache_dependsOnNothing_butTheJdkAndJspecify() {
    assertThat(CACHE).isNotEmpty();
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "org.jspecify.annotations", "org.fragcache")
        .check(CACHE);
  }

  private static boolean isPublic(JavaClass c) {
    return c.getModifiers().contains(JavaModifier.PUBLIC)
        && c.getEnclosingClass().map(LayeringTest::isPublic).orElse(true);
  }

  @Test
  void publicClasses_ofCache_areTheseOnly() {
    assertThat(CACHE.stream().filter(LayeringTest::isPublic))
        .extracting(c -> c.getSimpleName())
        .containsExactlyInAnyOrder(
            "AddressSpace",
            "BlockData",
            "BlockDevice",
            "BlockStore",
            "CacheStats",
            "CachedFile",
            "Environment",
            "CrashImages",
            "DeviceBlockStore",
            "FaultyBlockDevice",
            "FileBlockStore",
            "FragcacheException",
            "FragmentCache",
            "FragmentCacheBuilder",
            "MapKind",
            "MappedView",
            "MemoryBlockDevice",
            "MemoryBlockStore",
            "PinHandle",
            "PinKind",
            "PinnedBlock",
            "Scope",
            "StateBuffer",
            "Status",
            "Step",
            "StepListener");
  }
}
