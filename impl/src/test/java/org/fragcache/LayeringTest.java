package org.fragcache;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasModifiers.Predicates.modifier;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The cache stands alone: no specification, no library. */
final class LayeringTest {
  private static final String BASELINE = "org.fragcache.baseline";
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
        .resideInAnyPackage("java..", "org.jspecify.annotations", "org.fragcache", BASELINE)
        .check(CACHE);
  }

  @Test
  void cache_doesNotDependOnBaseline() {
    noClasses()
        .that()
        .resideInAPackage("org.fragcache")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(BASELINE)
        .check(CACHE);
  }

  @Test
  void baseline_dependsOnPublicClasses_ofCacheOnly() {
    classes()
        .that()
        .resideInAPackage(BASELINE)
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage("java..", "org.jspecify.annotations", BASELINE)
                .or(resideInAPackage("org.fragcache").and(modifier(JavaModifier.PUBLIC))))
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
            "DesignView",
            "DeviceBlockStore",
            "FaultyBlockDevice",
            "FileBlockStore",
            "FileCache",
            "FileCaches",
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
