package org.fragcache.conformance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.fragcache.conformance.impl.ImplSubject;
import org.junit.jupiter.api.Test;

/** Who may know whom: the specification's side and the cache meet in one package. */
final class LayersTest {
  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.fragcache");

  private static ArchRule conformanceKnowsNoCacheBut(String subject) {
    return noClasses()
        .that()
        .resideInAPackage("org.fragcache.conformance..")
        .and()
        .resideOutsideOfPackage(subject)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.fragcache");
  }

  @Test
  void spec_knowsNeitherCacheNorConformance() {
    assertThat(ALL.contain("org.fragcache.spec.oracle.Oracle")).isTrue();
    noClasses()
        .that()
        .resideInAPackage("org.fragcache.spec..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.fragcache", "org.fragcache.conformance..")
        .check(ALL);
  }

  @Test
  void conformance_knowsTheCacheInOnePackage() {
    conformanceKnowsNoCacheBut(ImplSubject.class.getPackageName()).check(ALL);
    assertThatThrownBy(() -> conformanceKnowsNoCacheBut("none").check(ALL))
        .hasMessageContaining("ImplSubject");
  }

  /** What a subject does it may take from the cache only, not from the specification. */
  @Test
  void subject_asksNoOracle() {
    noClasses()
        .that()
        .resideInAPackage(ImplSubject.class.getPackageName())
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("org.fragcache.spec.oracle.Oracle")
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("org.fragcache.spec.graph", "org.fragcache.spec.value")
        .check(ALL);
  }
}
